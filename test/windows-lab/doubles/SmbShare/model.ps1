# The model behind the doubles of SmbShare: shares with their settings and rules.
$modelFile = 'C:\doubles\shares.xml'
function Read-Model {
    if (Test-Path -LiteralPath $modelFile) { return Import-Clixml -LiteralPath $modelFile }
    @{}
}
function Write-Model($model) {
    $null = New-Item -ItemType Directory -Force -Path 'C:\doubles'
    $model | Export-Clixml -LiteralPath $modelFile -Depth 6
}
function Find-Share($model, $bound) {
    $share = $model[[string]$bound.Name[0]]
    if (-not $share) { throw "No MSFT_SMBShare objects found with property 'Name' equal to '$($bound.Name[0])'.  Verify the value of the property and retry." }
    $share
}
function Update-Rules($bound, [scriptblock]$work) {
    $model = Read-Model
    $share = Find-Share $model $bound
    $share.Rules = @(& $work @($share.Rules))
    Write-Model $model
}
$DoubleHandlers['Get-SmbShare'] = {
    param($bound)
    $model = Read-Model
    foreach ($name in $model.Keys | Sort-Object) {
        if ($bound.Name -and $name -notin $bound.Name) { continue }
        $one = $model[$name]
        [pscustomobject]@{ Name = $name; Path = $one.Path; Description = $one.Description; FolderEnumerationMode = $one.FolderEnumerationMode; CachingMode = $one.CachingMode; EncryptData = $one.EncryptData; ScopeName = '*' }
    }
}
$DoubleHandlers['New-SmbShare'] = {
    param($bound)
    $model = Read-Model
    $everyone = @{ AccountName = 'Everyone'; AccessControlType = 'Allow'; AccessRight = 'Read' }
    $model[[string]$bound.Name] = @{ Path = $bound.Path; Description = ''; FolderEnumerationMode = 'Unrestricted'; CachingMode = 'Manual'; EncryptData = $false; Rules = @($everyone) }
    Write-Model $model
}
$DoubleHandlers['Set-SmbShare'] = {
    param($bound)
    $model = Read-Model
    $share = Find-Share $model $bound
    foreach ($one in 'Description', 'FolderEnumerationMode', 'CachingMode', 'EncryptData') { if ($bound.ContainsKey($one)) { $share[$one] = $bound[$one] } }
    Write-Model $model
}
$DoubleHandlers['Remove-SmbShare'] = {
    param($bound)
    $model = Read-Model
    $null = Find-Share $model $bound
    $model.Remove([string]$bound.Name[0])
    Write-Model $model
}
$DoubleHandlers['Get-SmbShareAccess'] = { param($bound) (Find-Share (Read-Model) $bound).Rules | ForEach-Object { [pscustomobject]$_ } }
$DoubleHandlers['Grant-SmbShareAccess'] = {
    param($bound)
    Update-Rules $bound {
        param($rules)
        $rules | Where-Object { $_.AccountName -ne $bound.AccountName[0] -or $_.AccessControlType -ne 'Allow' }
        @{ AccountName = $bound.AccountName[0]; AccessControlType = 'Allow'; AccessRight = [string]$bound.AccessRight }
    }
}
$DoubleHandlers['Revoke-SmbShareAccess'] = { param($bound) Update-Rules $bound { param($rules) $rules | Where-Object { $_.AccountName -ne $bound.AccountName[0] -or $_.AccessControlType -ne 'Allow' } } }
$DoubleHandlers['Block-SmbShareAccess'] = {
    param($bound)
    Update-Rules $bound {
        param($rules)
        $rules
        @{ AccountName = $bound.AccountName[0]; AccessControlType = 'Deny'; AccessRight = 'Full' }
    }
}
$DoubleHandlers['Unblock-SmbShareAccess'] = { param($bound) Update-Rules $bound { param($rules) $rules | Where-Object { $_.AccountName -ne $bound.AccountName[0] -or $_.AccessControlType -ne 'Deny' } } }

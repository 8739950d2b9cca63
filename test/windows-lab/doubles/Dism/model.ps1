# The model behind the doubles of Dism: four features, as a server has them; one needs a restart, one its parent.
$modelFile = 'C:\doubles\features.xml'
function Read-Model {
    if (Test-Path -LiteralPath $modelFile) { return Import-Clixml -LiteralPath $modelFile }
    @{
        TelnetClient = @{ state = 'Disabled'; restart = $false; parent = '' }
        'Microsoft-Hyper-V' = @{ state = 'Disabled'; restart = $true; parent = '' }
        'NetFx4Extended-ASPNET45' = @{ state = 'Disabled'; restart = $false; parent = '' }
        'IIS-ASPNET45' = @{ state = 'Disabled'; restart = $false; parent = 'NetFx4Extended-ASPNET45' }
        'SMB1Protocol' = @{ state = 'Enabled'; restart = $true; parent = '' }
    }
}
function Write-Model($model) {
    $null = New-Item -ItemType Directory -Force -Path 'C:\doubles'
    $model | Export-Clixml -LiteralPath $modelFile -Depth 6
}
$DoubleHandlers['Get-WindowsOptionalFeature'] = {
    param($bound)
    $model = Read-Model
    foreach ($name in $model.Keys | Sort-Object) {
        if ($bound.FeatureName -and $name -ne $bound.FeatureName) { continue }
        [pscustomobject]@{ FeatureName = $name; State = $model[$name].state; RestartRequired = 'Possible' }
    }
}
function Set-Features($bound, [string]$state) {
    $model = Read-Model
    $restart = $false
    foreach ($name in $bound.FeatureName) {
        if (-not $model[$name]) { throw "Feature name $name is unknown." }
        $parent = $model[$name].parent
        if ($state -eq 'Enabled' -and $parent -and $model[$parent].state -ne 'Enabled') {
            if (-not $bound.All) { throw 'One or several parent features are disabled so current feature can not be enabled.' }
            $model[$parent].state = 'Enabled'
        }
        if ($model[$name].restart) { $restart = $true }
        $model[$name].state = $(if ($model[$name].restart -and $state -eq 'Disabled') { 'DisablePending' } else { $state })
    }
    Write-Model $model
    [pscustomobject]@{ Path = ''; Online = $true; RestartNeeded = $restart }
}
$DoubleHandlers['Enable-WindowsOptionalFeature'] = { param($bound) Set-Features $bound 'Enabled' }
$DoubleHandlers['Disable-WindowsOptionalFeature'] = { param($bound) Set-Features $bound 'Disabled' }

# The model behind the doubles of ServerManager: features with what is below them, and one that needs a restart.
$modelFile = 'C:\doubles\roles.xml'
function Read-Model {
    if (Test-Path -LiteralPath $modelFile) { return Import-Clixml -LiteralPath $modelFile }
    @{
        'Containers' = @{ on = $false; restart = $true; below = @() }
        'Telnet-Client' = @{ on = $false; restart = $false; below = @() }
        'Web-Server' = @{ on = $false; restart = $false; below = @('Web-Asp-Net45') }
        'Web-Asp-Net45' = @{ on = $false; restart = $false; below = @() }
        'Web-Mgmt-Tools' = @{ on = $false; restart = $false; below = @() }
    }
}
function Set-Features($bound, [bool]$on) {
    $model = Read-Model
    $names = @($bound.Name)
    foreach ($name in $bound.Name) {
        if (-not $model[$name]) { throw "ArgumentNotValid: The role, role service, or feature name is not valid: '$name'. The name was not found." }
        if ($bound.IncludeAllSubFeature -or -not $on) { $names += $model[$name].below }
        if ($bound.IncludeManagementTools -and $name -eq 'Web-Server') { $names += 'Web-Mgmt-Tools' }
    }
    $changed = @($names | Where-Object { $model[$_].on -ne $on })
    $restart = $false
    $results = @(foreach ($name in $changed) {
            $model[$name].on = $on
            $needs = $(if ($model[$name].restart) { 'Yes' } else { 'No' })
            if ($needs -eq 'Yes') { $restart = $true }
            [pscustomobject]@{ Id = 7; DisplayName = $name; Message = @(); RestartNeeded = $needs; SkipReason = 'NotSkipped'; Success = $true }
        })
    if (-not $bound.WhatIf) {
        $null = New-Item -ItemType Directory -Force -Path 'C:\doubles'
        $model | Export-Clixml -LiteralPath $modelFile -Depth 6
    }
    $code = $(if ($changed.Count -eq 0) { 'NoChangeNeeded' } elseif ($restart) { 'SuccessRestartRequired' } else { 'Success' })
    [pscustomobject]@{ Success = $true; RestartNeeded = $(if ($restart) { 'Yes' } else { 'No' }); FeatureResult = $results; ExitCode = $code }
}
$DoubleHandlers['Get-WindowsFeature'] = {
    param($bound)
    $model = Read-Model
    foreach ($name in $model.Keys | Sort-Object) {
        if ($bound.Name -and $name -notin $bound.Name) { continue }
        [pscustomobject]@{ Name = $name; DisplayName = $name; Installed = $model[$name].on; InstallState = $(if ($model[$name].on) { 'Installed' } else { 'Available' }) }
    }
}
$DoubleHandlers['Install-WindowsFeature'] = { param($bound) Set-Features $bound $true }
$DoubleHandlers['Uninstall-WindowsFeature'] = { param($bound) Set-Features $bound $false }

param([hashtable]$given)
$restart = $false
$wanted = @(foreach ($name in $given.name) {
        $feature = Get-WindowsOptionalFeature -Online -FeatureName $name
        if (-not $feature) { Fail "Failed to find feature '$name'" }
        $is = [string]$feature.State
        # EnabledPending and DisabledWithPayloadRemoved count too
        if ($is -notlike $(if ($given.state -eq 'present') { 'Enable*' } else { 'Disable*' })) { $name }
    })
if ($wanted.Count -gt 0) {
    $options = @{ FeatureName = $wanted; Online = $true; NoRestart = $true }
    if ($given.state -eq 'present') {
        $options.All = [bool]$given.include_parent
        if ($given.source) {
            if (-not (Test-Path -LiteralPath $given.source)) { Fail "Path could not be found '$($given.source)'" }
            $options.Source = $given.source
        }
        if (Change) { $restart = (Enable-WindowsOptionalFeature @options -WarningAction SilentlyContinue).RestartNeeded }
    } elseif (Change) { $restart = (Disable-WindowsOptionalFeature @options -WarningAction SilentlyContinue).RestartNeeded }
}
SayJson 'reboot_required' ([bool]$restart)

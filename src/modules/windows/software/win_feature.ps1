param([hashtable]$given)
if ($given.source -and -not (Test-Path -LiteralPath $given.source)) { Fail "Failed to find source path $($given.source) for feature install" }
$options = @{ Name = $given.name; IncludeManagementTools = [bool]$given.include_management_tools; WarningAction = 'SilentlyContinue'; Confirm = $false }
if ($session.Check) { $options.WhatIf = $true }
if ($given.state -eq 'present') {
    $options.IncludeAllSubFeature = [bool]$given.include_sub_features
    if ($given.source) { $options.Source = $given.source }
    $did = Install-WindowsFeature @options
} else { $did = Uninstall-WindowsFeature @options }
$features = @(foreach ($one in $did.FeatureResult) {
        $null = Change
        @{
            id = $one.Id
            display_name = $one.DisplayName
            message = @(foreach ($said in $one.Message) { @{ message_type = [string]$said.MessageType; error_code = $said.ErrorCode; text = $said.Text } })
            reboot_required = [string]$one.RestartNeeded -eq 'Yes'
            skip_reason = [string]$one.SkipReason
            success = $one.Success
        }
    })
SayJson 'feature_result' $features
SayJson 'success' $did.Success
SayJson 'exitcode' ([string]$did.ExitCode)
SayJson 'reboot_required' ([string]$did.RestartNeeded -eq 'Yes')
if (-not $did.Success) { Fail "Windows could not $(if ($given.state -eq 'present') { 'install' } else { 'remove' }) $($given.name -join ', '): $($did.ExitCode)" }

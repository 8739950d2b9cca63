param([hashtable]$given)
$logs = [System.Diagnostics.EventLog]
$name = $given.name
$sources = @($given.sources | Where-Object { $_ })
$changed = New-Object System.Collections.ArrayList
function Find-Log { $logs::GetEventLogs() | Where-Object { $_.Log -eq $name } | Select-Object -First 1 }
function Get-SourceKeys { @(Get-ChildItem -LiteralPath "HKLM:\SYSTEM\CurrentControlSet\Services\EventLog\$name" -ErrorAction SilentlyContinue) }
# Is the source there? One of another log is none of ours.
function Test-Source([string]$source, [bool]$hasLog) {
    if (-not $logs::SourceExists($source)) { return $false }
    if (-not $hasLog) { Fail "Source $source already exists and cannot be created" }
    if ($logs::LogNameFromSourceName($source, '.') -ne $name) { Fail "Source $source does not belong to log $name and cannot be modified" }
    $true
}
$files = [ordered]@{ category_file = 'CategoryMessageFile', 'CategoryResourceFile'; message_file = 'EventMessageFile', 'MessageResourceFile'; parameter_file = 'ParameterMessageFile', 'ParameterResourceFile' }
function Test-Files([string]$source) {
    $key = Get-Item -LiteralPath "HKLM:\SYSTEM\CurrentControlSet\Services\EventLog\$name\$source" -ErrorAction SilentlyContinue
    foreach ($one in $files.Keys) {
        if ($given[$one] -and (-not $key -or $key.GetValue($files[$one][0]) -ne $given[$one])) { return $false }
    }
    $true
}
function Add-Source([string]$source, [bool]$hasLog) {
    if (Test-Source $source $hasLog) {
        if (Test-Files $source) { return }
        if (Change) { $logs::DeleteEventSource($source) }
    }
    if (-not (Change)) { return }
    $about = New-Object System.Diagnostics.EventSourceCreationData $source, $name
    foreach ($one in $files.Keys) { if ($given[$one]) { $about.($files[$one][1]) = $given[$one] } }
    $logs::CreateEventSource($about)
    $null = $changed.Add($source)
}
function ConvertTo-Kilobytes([string]$size) {
    if ($size -notmatch '^(\d+(?:\.\d+)?)(KB|MB|GB)$') { Fail "Maximum size $size is not properly specified" }
    $factor = @{ KB = 1; MB = 1024; GB = 1048576 }[$matches[2].ToUpperInvariant()]
    $kilobytes = [double]::Parse($matches[1], [System.Globalization.CultureInfo]::InvariantCulture) * $factor
    if ($kilobytes -lt 64 -or $kilobytes -ge 4194304) { Fail 'Maximum size must be between 64KB and 4GB' }
    if ($kilobytes % 64) { Fail 'Maximum size must be divisible by 64KB' }
    [long]$kilobytes
}
function Set-Limits($log) {
    $size = $(if ($given.maximum_size) { ConvertTo-Kilobytes $given.maximum_size })
    if (-not $log) { return }
    $isOther = $size -and $log.MaximumKilobytes -ne $size
    $policy = ($given.overflow_action -and [string]$log.OverflowAction -ne $given.overflow_action) -or ($given.retention_days -and $log.MinimumRetentionDays -ne $given.retention_days)
    if (-not $isOther -and -not $policy) { return }
    if (-not (Change)) { return }
    if ($isOther) { $log.MaximumKilobytes = $size }
    if (-not $policy) { return }
    $action = $log.OverflowAction
    if ($given.overflow_action) { $action = [System.Diagnostics.OverflowAction]$given.overflow_action }
    $days = $log.MinimumRetentionDays
    if ($given.retention_days) { $days = $given.retention_days }
    $log.ModifyOverflowPolicy($action, [Math]::Max(1, $days))
}
function Remove-Sources {
    foreach ($source in $sources) {
        if ((Test-Source $source $true) -and (Change)) {
            $logs::DeleteEventSource($source)
            $null = $changed.Add($source)
        }
    }
}
SayJson 'name' $name
$log = Find-Log
$hasLog = $null -ne $log
$hasFiles = $given.category_file -or $given.message_file -or $given.parameter_file
if ($given.state -eq 'present' -and -not $hasLog -and $sources.Count -eq 0) { Fail 'You must specify one or more sources when creating a log for the first time' }
if ($given.state -eq 'present' -and $hasLog -and $hasFiles -and $sources -contains $name) { Fail "Cannot modify default source $name of log $name - you must remove the log" }
if ($given.state -eq 'clear' -and -not $hasLog) { Fail "Cannot clear log $name as it does not exist" }
if ($given.state -eq 'absent' -and $sources -contains $name) { Fail "Cannot remove default source $name from log $name - you must remove the log" }
if ($given.state -eq 'present') {
    foreach ($source in $sources) { Add-Source $source $hasLog; if (-not $session.Check) { $hasLog = $true } }
    Set-Limits (Find-Log)
} elseif ($given.state -eq 'clear') {
    if ($log.Entries.Count -gt 0 -and (Change)) { $log.Clear() }
} elseif ($hasLog) {
    if ($sources.Count) { Remove-Sources }
    elseif (Change) {
        foreach ($one in Get-SourceKeys) { $null = $changed.Add($one.PSChildName) }
        $logs::Delete($name)
    }
}
$log = Find-Log
SayJson 'sources_changed' @($changed)
SayJson 'exists' ($null -ne $log)
if ($log) {
    SayJson 'maximum_size_kb' $log.MaximumKilobytes
    SayJson 'overflow_action' ([string]$log.OverflowAction)
    SayJson 'retention_days' $log.MinimumRetentionDays
    SayJson 'entries' $log.Entries.Count
    SayJson 'sources' @(Get-SourceKeys | ForEach-Object { $_.PSChildName })
}

# Scheduled tasks as their XML: the scheduler takes it and gives it back, so all that is compared and changed is text.
$taskSpace = 'http://schemas.microsoft.com/windows/2004/02/mit/task'
# option -> where it stands in the settings, and what holds where nothing stands there
$taskSettings = [ordered]@{
    allow_demand_start = 'AllowStartOnDemand', $true
    allow_hard_terminate = 'AllowHardTerminate', $true
    delete_expired_task_after = 'DeleteExpiredTaskAfter', $null
    disallow_start_if_on_batteries = 'DisallowStartIfOnBatteries', $true
    enabled = 'Enabled', $true
    execution_time_limit = 'ExecutionTimeLimit', 'PT72H'
    hidden = 'Hidden', $false
    multiple_instances = 'MultipleInstancesPolicy', 2
    priority = 'Priority', 7
    restart_count = 'RestartOnFailure/Count', 0
    restart_interval = 'RestartOnFailure/Interval', $null
    run_only_if_idle = 'RunOnlyIfIdle', $false
    run_only_if_network_available = 'RunOnlyIfNetworkAvailable', $false
    start_when_available = 'StartWhenAvailable', $false
    stop_if_going_on_batteries = 'StopIfGoingOnBatteries', $true
    wake_to_run = 'WakeToRun', $false
}
$taskPolicies = 'Parallel', 'Queue', 'IgnoreNew', 'StopExisting'
$taskVersions = '1.0', '1.1', '1.2', '1.3', '1.4'
$taskLogons = 'none', 'password', 's4u', 'interactive_token', 'group', 'service_account', 'token_or_password'
$taskLogonNames = '', 'Password', 'S4U', 'InteractiveToken', '', '', 'InteractiveTokenOrPassword'
$taskLogonCodes = 'NONE', 'PASSWORD', 'S4U', 'INTERACTIVE_TOKEN', 'GROUP', 'SERVICE_ACCOUNT', 'INTERACTIVE_TOKEN_OR_PASSWORD'
$taskServiceAccounts = 'S-1-5-18', 'S-1-5-19', 'S-1-5-20'
# kind of a trigger -> its element, and what stands in it beside what all have: option, place, how it is written
$triggerKinds = [ordered]@{
    event = 'EventTrigger', @('delay', 'subscription')
    time = 'TimeTrigger', @('random_delay')
    daily = 'CalendarTrigger/ScheduleByDay', @('random_delay', 'days_interval')
    weekly = 'CalendarTrigger/ScheduleByWeek', @('random_delay', 'weeks_interval', 'days_of_week')
    monthly = 'CalendarTrigger/ScheduleByMonth', @('random_delay', 'days_of_month', 'months_of_year', 'run_on_last_day_of_month')
    monthlydow = 'CalendarTrigger/ScheduleByMonthDayOfWeek', @('random_delay', 'weeks_of_month', 'days_of_week', 'months_of_year', 'run_on_last_week_of_month')
    idle = 'IdleTrigger', @()
    registration = 'RegistrationTrigger', @('delay')
    boot = 'BootTrigger', @('delay')
    logon = 'LogonTrigger', @('delay', 'user_id')
    session_state_change = 'SessionStateChangeTrigger', @('delay', 'state_change', 'user_id')
}
$triggerCommon = 'enabled', 'start_boundary', 'end_boundary', 'execution_time_limit', 'repetition'
$triggerPlaces = @{
    enabled = 'Enabled'; start_boundary = 'StartBoundary'; end_boundary = 'EndBoundary'; execution_time_limit = 'ExecutionTimeLimit'
    delay = 'Delay'; random_delay = 'RandomDelay'; subscription = 'Subscription'; state_change = 'StateChange'; user_id = 'UserId'
    days_interval = 'DaysInterval'; weeks_interval = 'WeeksInterval'
}
$taskDays = 'sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'
$taskMonths = 'january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'
function ConvertTo-Pascal([string]$name) { -join ($name.Split('_') | ForEach-Object { $_.Substring(0, 1).ToUpperInvariant() + $_.Substring(1) }) }
function Find-TaskNode($node, [string]$path) {
    foreach ($one in $path.Split('/')) {
        $node = $node.ChildNodes | Where-Object { $_.LocalName -eq $one } | Select-Object -First 1
        if ($null -eq $node) { return }
    }
    $node
}
function Get-TaskText($node, [string]$path) {
    $found = Find-TaskNode $node $path
    if ($found) { $found.InnerText }
}
# The element at the path: made where it is not there.
function Add-TaskNode($node, [string]$path) {
    foreach ($one in $path.Split('/')) {
        $next = Find-TaskNode $node $one
        if ($null -eq $next) { $next = $node.AppendChild($node.OwnerDocument.CreateElement($one, $taskSpace)) }
        $node = $next
    }
    $node
}
function Format-TaskValue($value) { if ($value -is [bool]) { ([string]$value).ToLowerInvariant() } else { [string]$value } }
function Set-TaskText($node, [string]$path, $value) { (Add-TaskNode $node $path).InnerText = Format-TaskValue $value }
function Remove-TaskNode($node, [string]$path) {
    $found = Find-TaskNode $node $path
    if ($found) { $null = $found.ParentNode.RemoveChild($found) }
}
function ConvertFrom-TaskText([string]$text, $like) {
    if ($like -is [bool]) { return $text -in 'true', '1' }
    if ($like -is [int]) { return [int]$text }
    $text
}
function Get-TaskSetting($settings, [string]$name) {
    $place, $usual = $taskSettings[$name]
    $text = Get-TaskText $settings $place
    if ($null -eq $text) { return $usual }
    if ($name -eq 'multiple_instances') { return [array]::IndexOf($taskPolicies, $text) }
    ConvertFrom-TaskText $text $usual
}
# Names of the elements below one, as the options have them.
function Get-TaskNames($node, [string]$path) {
    $found = Find-TaskNode $node $path
    if ($found) { @($found.ChildNodes | ForEach-Object { $_.LocalName.ToLowerInvariant() }) -join ',' }
}
function Get-TaskNumbers($node, [string]$path) {
    $found = Find-TaskNode $node $path
    if ($found) { @($found.ChildNodes | ForEach-Object { $_.InnerText } | Where-Object { $_ -ne 'Last' }) -join ',' }
}
function Test-TaskLast($node, [string]$path) {
    $found = Find-TaskNode $node $path
    [bool]($found -and @($found.ChildNodes | Where-Object { $_.InnerText -eq 'Last' }).Count)
}
function Get-TriggerKind($trigger) {
    foreach ($kind in $triggerKinds.Keys) {
        $name, $schedule = $triggerKinds[$kind][0].Split('/')
        if ($trigger.LocalName -eq $name -and (-not $schedule -or (Find-TaskNode $trigger $schedule))) { return $kind }
    }
}
function Get-TriggerValue($trigger, [string]$kind, [string]$name) {
    $schedule = $trigger
    $inner = $triggerKinds[$kind][0].Split('/')[1]
    if ($inner) { $schedule = Find-TaskNode $trigger $inner }
    switch ($name) {
        'enabled' { return (Get-TaskText $trigger 'Enabled') -ne 'false' }
        'days_interval' { return [int](Get-TaskText $schedule 'DaysInterval') }
        'weeks_interval' { return [int](Get-TaskText $schedule 'WeeksInterval') }
        'days_of_week' { return Get-TaskNames $schedule 'DaysOfWeek' }
        'months_of_year' { return Get-TaskNames $schedule 'Months' }
        'days_of_month' { return Get-TaskNumbers $schedule 'DaysOfMonth' }
        'weeks_of_month' { return Get-TaskNumbers $schedule 'Weeks' }
        'run_on_last_day_of_month' { return Test-TaskLast $schedule 'DaysOfMonth' }
        'run_on_last_week_of_month' { return Test-TaskLast $schedule 'Weeks' }
        'repetition' {
            return @{
                duration = Get-TaskText $trigger 'Repetition/Duration'
                interval = Get-TaskText $trigger 'Repetition/Interval'
                stop_at_duration_end = (Get-TaskText $trigger 'Repetition/StopAtDurationEnd') -eq 'true'
            }
        }
    }
    Get-TaskText $trigger $triggerPlaces[$name]
}
# --- what the scheduler has ---
function Format-TaskFolder([string]$path) { '\' + $path.Trim('\') + $(if ($path.Trim('\')) { '\' } else { '' }) }
function Get-TasksOf([string]$path) { @(Get-ScheduledTask -TaskPath (Format-TaskFolder $path) -ErrorAction SilentlyContinue) }
function Read-Task([string]$path, [string]$name) { [xml](Export-ScheduledTask -TaskPath (Format-TaskFolder $path) -TaskName $name) }
# An account by its SID or any of its names: a task's XML has either.
function Resolve-TaskAccount([string]$name) {
    if ($name) { Get-AccountSid $name }
}

param([hashtable]$given)
function Get-Name([string]$account) {
    if (-not $account) { return $null }
    Format-Account (Resolve-TaskAccount $account)
}
function Get-Principal($task) {
    $of = Find-TaskNode $task 'Principals/Principal'
    $user = Get-TaskText $of 'UserId'
    $group = Get-TaskText $of 'GroupId'
    $logon = [array]::IndexOf($taskLogonNames, [string](Get-TaskText $of 'LogonType'))
    if ($group) { $logon = 4 } elseif ($user -and $taskServiceAccounts -contains (Resolve-TaskAccount $user)) { $logon = 5 }
    @{
        display_name = Get-TaskText $of 'DisplayName'
        group_id = Get-Name $group
        id = $of.GetAttribute('id')
        logon_type = 'TASK_LOGON_' + $taskLogonCodes[$logon]
        run_level = $(if ((Get-TaskText $of 'RunLevel') -eq 'HighestAvailable') { 'TASK_RUNLEVEL_HIGHEST' } else { 'TASK_RUNLEVEL_LUA' })
        user_id = Get-Name $user
    }
}
function Get-Settings($task) {
    $of = Find-TaskNode $task 'Settings'
    $all = @{
        compatibility = [array]::IndexOf($taskVersions, $task.GetAttribute('version'))
        idle_settings = @{
            idle_duration = Get-TaskText $of 'IdleSettings/Duration'
            restart_on_idle = (Get-TaskText $of 'IdleSettings/RestartOnIdle') -eq 'true'
            stop_on_idle_end = (Get-TaskText $of 'IdleSettings/StopOnIdleEnd') -ne 'false'
            wait_timeout = Get-TaskText $of 'IdleSettings/WaitTimeout'
        }
        network_settings = @{ id = Get-TaskText $of 'NetworkSettings/Id'; name = Get-TaskText $of 'NetworkSettings/Name' }
        maintenance_settings = $null
        disallow_start_on_remote_app_session = (Get-TaskText $of 'DisallowStartOnRemoteAppSession') -eq 'true'
        use_unified_scheduling_engine = (Get-TaskText $of 'UseUnifiedSchedulingEngine') -eq 'true'
        volatile = (Get-TaskText $of 'Volatile') -eq 'true'
    }
    foreach ($name in $taskSettings.Keys) { $all[$name] = Get-TaskSetting $of $name }
    $all
}
function Get-Trigger($trigger) {
    $kind = Get-TriggerKind $trigger
    if (-not $kind) { return @{ type = $trigger.LocalName } }
    $all = @{ type = 'TASK_TRIGGER_' + $kind.ToUpperInvariant(); id = $(if ($trigger.HasAttribute('id')) { $trigger.GetAttribute('id') }) }
    foreach ($name in $triggerCommon + $triggerKinds[$kind][1]) { $all[$name] = Get-TriggerValue $trigger $kind $name }
    if ($kind -eq 'session_state_change') {
        $codes = @{ ConsoleConnect = 1; ConsoleDisconnect = 2; RemoteConnect = 3; RemoteDisconnect = 4; SessionLock = 7; SessionUnlock = 8 }
        $words = [regex]::Replace([string]$all.state_change, '(?<=[a-z])(?=[A-Z])', '_').ToUpperInvariant()
        $all.state_change_str = $(if ($words) { "TASK_$words" })
        $all.state_change = $codes[[string]$all.state_change]
    }
    $all
}
function Get-Action($action) {
    if ($action.LocalName -ne 'Exec') { return @{ type = $action.LocalName } }
    @{
        type = 'TASK_ACTION_EXEC'
        id = $(if ($action.HasAttribute('id')) { $action.GetAttribute('id') })
        path = Get-TaskText $action 'Command'
        arguments = Get-TaskText $action 'Arguments'
        working_directory = Get-TaskText $action 'WorkingDirectory'
    }
}
function Format-RunTime($time) { if ($time) { ([datetime]$time).ToString('s') } else { '1899-12-30T00:00:00' } }
function Get-State([string]$path, $registered) {
    $info = Get-ScheduledTaskInfo -TaskPath (Format-TaskFolder $path) -TaskName $registered.TaskName
    @{
        last_run_time = Format-RunTime $info.LastRunTime
        last_task_result = $info.LastTaskResult
        next_run_time = Format-RunTime $info.NextRunTime
        number_of_missed_runs = $info.NumberOfMissedRuns
        status = 'TASK_STATE_' + ([string]$registered.State).ToUpperInvariant()
    }
}
$path = $given.path
$found = Get-TasksOf $path
$isThere = $found.Count -gt 0 -or $path.Trim('\') -eq '' -or (Test-Path -LiteralPath (Join-Path "$env:SystemRoot\System32\Tasks" $path.Trim('\')))
SayJson 'folder_exists' $isThere
if (-not $isThere) {
    if ($given.name) { SayJson 'task_exists' $false }
    return
}
SayJson 'folder_task_names' @($found | ForEach-Object { $_.TaskName })
SayJson 'folder_task_count' $found.Count
if (-not $given.name) { return }
$registered = $found | Where-Object { $_.TaskName -eq $given.name } | Select-Object -First 1
SayJson 'task_exists' ($null -ne $registered)
if (-not $registered) { return }
$task = (Read-Task $path $registered.TaskName).DocumentElement
$about = Find-TaskNode $task 'RegistrationInfo'
SayJson 'state' (Get-State $path $registered)
SayJson 'principal' (Get-Principal $task)
SayJson 'registration_info' @{
    author = Get-TaskText $about 'Author'
    date = Get-TaskText $about 'Date'
    description = Get-TaskText $about 'Description'
    documentation = Get-TaskText $about 'Documentation'
    security_descriptor = Get-TaskText $about 'SecurityDescriptor'
    source = Get-TaskText $about 'Source'
    uri = Get-TaskText $about 'URI'
    version = Get-TaskText $about 'Version'
}
SayJson 'settings' (Get-Settings $task)
$actions = Find-TaskNode $task 'Actions'
$triggers = Find-TaskNode $task 'Triggers'
SayJson 'actions' @($actions.ChildNodes | Where-Object { $_ } | ForEach-Object { Get-Action $_ })
SayJson 'triggers' @($triggers.ChildNodes | Where-Object { $_ } | ForEach-Object { Get-Trigger $_ })

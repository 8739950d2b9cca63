param([hashtable]$given)
$controls = @{
    1 = 'stop'; 2 = 'pause_continue'; 4 = 'shutdown'; 8 = 'param_change'; 16 = 'netbind_change'
    32 = 'hardware_profile_change'; 64 = 'power_event'; 128 = 'session_change'; 256 = 'pre_shutdown'
}
$direct = 'checkpoint', 'dependencies', 'description', 'desktop_interact', 'display_name', 'error_control', 'failure_actions', 'failure_actions_on_non_crash_failure', 'failure_command', 'failure_reboot_msg', 'failure_reset_period_sec', 'load_order_group', 'name', 'path', 'pre_shutdown_timeout_ms', 'process_id', 'required_privileges', 'service_exit_code', 'service_type', 'sid_info', 'start_mode', 'state', 'username', 'wait_hint_ms', 'win32_exit_code'
if ($given.name) { $found = @(Get-Service | Where-Object { $_.Name -eq $given.name }) } else { $found = @(Get-Service) }
$services = @(foreach ($one in $found) {
        try { $is = Read-Service $one.Name } catch {
            Warn "Failed to open service '$($one.Name)' to get more info, ignoring: $($_.Exception.GetBaseException().Message)"
            continue
        }
        $told = @{}
        foreach ($name in $direct) { $told[$name] = $is[$name] }
        $told.dependency_of = @($one.DependentServices | ForEach-Object { $_.Name })
        $told.controls_accepted = @(foreach ($bit in $controls.Keys | Sort-Object) { if ($is.controls -band $bit) { $controls[$bit] } })
        $told.service_flags = @(if ($is.flags -band 1) { 'runs_in_system_process' })
        $told
    })
SayJson 'exists' ($services.Count -gt 0)
SayJson 'services' $services

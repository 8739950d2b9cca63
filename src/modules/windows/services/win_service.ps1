param([hashtable]$given)
$name = $given.name
$basic = @{}
$failure = @{}
$more = New-Object System.Collections.ArrayList
# notes a setting that differs; what it takes to change it stands in $basic or $more
function Test-Wish([string]$option, $wish) {
    if ($null -eq $wish -or [string]$is[$option] -ceq [string]$wish) { return $false }
    $after[$option] = $wish
    $true
}
function Add-Work([scriptblock]$work) { $null = $more.Add($work) }
function Add-BasicWishes {
    if (Test-Wish 'path' $given.path) { $basic.path = $given.path }
    if ($given.display_name -and (Test-Wish 'display_name' $given.display_name)) { $basic.display_name = $given.display_name }
    if (Test-Wish 'load_order_group' $given.load_order_group) { $basic.group = $given.load_order_group }
    if (Test-Wish 'error_control' $given.error_control) { $basic.error = Find-Code $serviceErrors $given.error_control }
    if (Test-Wish 'start_mode' $given.start_mode) {
        $delayed = $given.start_mode -eq 'delayed'
        $basic.start = $(if ($delayed) { [uint32]2 } else { Find-Code $serviceStarts $given.start_mode })
        if ($delayed -or $is.start_mode -eq 'delayed') { Add-Work { Set-ServiceNumber $name 3 ([int]($given.start_mode -eq 'delayed')) } }
    }
    if ($null -ne $given.dependencies) {
        $wish = @($given.dependencies)
        $has = @($is.dependencies)
        if ($given.dependency_action -eq 'add') { $wish = $has + @($wish | Where-Object { $_ -cnotin $has }) }
        elseif ($given.dependency_action -eq 'remove') { $wish = @($has | Where-Object { $_ -cnotin $wish }) }
        else { $wish = @($has | Where-Object { $_ -cin $wish }) + @($wish | Where-Object { $_ -cnotin $has }) }
        if (($wish -join "`n") -cne ($has -join "`n")) {
            $basic.after = $wish
            $after.dependencies = $wish
        }
    }
}
function Add-AccountWish {
    $type = $is.service_type
    if ($type -in 'kernel_driver', 'file_system_driver') { return }
    $system = Resolve-Account 'LocalSystem'
    $has = $is.account
    if ($given.username) {
        try { $sid = Resolve-Account $given.username } catch { Fail "cannot find the account '$($given.username)': $($_.Exception.GetBaseException().Message)" }
        $after.username = Get-AccountName $given.username
        if ($sid -ne (Resolve-Account $has)) {
            $has = $(if ($sid -eq $system) { 'LocalSystem' } else { $after.username })
            $basic.account = $has
        }
    }
    if ($given.password -and ($basic.account -or $isNew -or $given.update_password -eq 'always')) {
        $basic.account = $has
        $basic.password = $given.password
    }
    $wish = $type
    if ($given.service_type) { $wish = $given.service_type }
    if ($given.desktop_interact -and (Resolve-Account $has) -ne $system) { Fail "Can only set 'desktop_interact' to true when 'username' equals 'SYSTEM'" }
    if ($wish -ne $type -or [bool]$given.desktop_interact -ne $is.desktop_interact) {
        $after.service_type = $wish
        $after.desktop_interact = [bool]$given.desktop_interact
        $basic.type = (Find-Code $serviceTypes $wish) -bor $(if ($given.desktop_interact) { 0x100 } else { 0 })
    }
}
function Add-FurtherWishes {
    if (Test-Wish 'description' $given.description) { Add-Work { Set-ServiceText $name 1 $given.description } }
    if (Test-Wish 'sid_info' $given.sid_info) { Add-Work { Set-ServiceNumber $name 5 (Find-Code $serviceSids $given.sid_info) } }
    if (Test-Wish 'pre_shutdown_timeout_ms' $given.pre_shutdown_timeout_ms) { Add-Work { Set-ServiceNumber $name 7 $given.pre_shutdown_timeout_ms } }
    if (Test-Wish 'failure_actions_on_non_crash_failure' $given.failure_actions_on_non_crash_failure) {
        Add-Work { Set-ServiceNumber $name 4 ([int]$given.failure_actions_on_non_crash_failure) }
    }
    $wish = @($given.required_privileges | Sort-Object)
    if ($null -ne $given.required_privileges -and ($wish -join ' ') -cne (@($is.required_privileges | Sort-Object) -join ' ')) {
        $after.required_privileges = $given.required_privileges
        Add-Work { Set-ServiceText $name 6 (Join-PointedTexts $given.required_privileges) }
    }
    Add-FailureWish
}
function Format-Actions($actions) { (@($actions) | ForEach-Object { "$($_.type) $($_.delay_ms)" }) -join ',' }
function Add-FailureWish {
    $failure.failure_reset_period_sec = $is.failure_reset_period_sec
    $differs = $false
    foreach ($one in 'failure_reset_period_sec', 'failure_command', 'failure_reboot_msg') {
        if (Test-Wish $one $given[$one]) {
            $failure[$one] = $given[$one]
            $differs = $true
        }
    }
    if ($null -ne $given.actions) {
        $wish = @(for ($one = 0; $one -lt $given.actions.Count; $one += 2) { @{ type = $given.actions[$one]; delay_ms = [uint32]$given.actions[$one + 1] } })
        if ((Format-Actions $wish) -cne (Format-Actions $is.failure_actions)) {
            $failure.failure_actions = $wish
            $after.failure_actions = $wish
            $differs = $true
        }
    }
    if ($differs) { Add-Work { Set-FailureActions $name $failure } }
}
function Set-State($service) {
    $wish = $given.state
    if ($wish -eq 'started' -and $is.state -ne 'started') {
        if (Change) { Start-OneService $service }
    } elseif ($wish -eq 'stopped' -and $is.state -ne 'stopped') {
        if (Change) { Stop-OneService $service }
    } elseif ($wish -eq 'restarted') {
        if (Change) {
            if ($is.state -ne 'stopped') { Stop-OneService $service }
            Start-OneService $service
        }
        $wish = 'started'
    } elseif ($wish -eq 'paused' -and $is.state -ne 'paused') {
        if ($service -and -not $service.CanPauseAndContinue) { Fail "failed to pause service ${name}: The service does not support pausing" }
        if (Change) {
            try { $service | Suspend-Service } catch { Fail "failed to pause service ${name}: $($_.Exception.GetBaseException().Message)" }
        }
    }
    if ($wish) { $after.state = $wish }
}
function Start-OneService($service) {
    try {
        if ($is.state -eq 'paused' -and $given.state -eq 'started') { $service | Resume-Service } else { $service | Start-Service -WarningAction SilentlyContinue }
    } catch { Fail "failed to start service ${name}: $($_.Exception.Message)" }
}
function Stop-OneService($service) {
    try { $service | Stop-Service -Force:([bool]$given.force_dependent_services) -WarningAction SilentlyContinue } catch { Fail "failed to stop service ${name}: $($_.Exception.Message)" }
}
function Remove-OneService($service) {
    if ($is.state -ne 'stopped') { Stop-OneService $service }
    Use-Service $name 0x10000 {
        param($api, $service)
        $done = $api::DeleteService($service)
        $code = [System.Runtime.InteropServices.Marshal]::GetLastWin32Error()
        if (-not $done) { Fail (Format-NativeError "cannot remove the service '$name'" $code) }
    }
}
function Say-Service($service) {
    $is = $after
    SayJson 'exists' $true
    foreach ($one in 'dependencies', 'description', 'desktop_interact', 'display_name', 'name', 'path', 'start_mode') { SayJson $one $is[$one] }
    $account = $is.username
    if ($account -and (Resolve-Account $account) -eq (Resolve-Account 'LocalSystem')) { $account = 'LocalSystem' }
    SayJson 'username' $account
    SayJson 'state' $(if ($is.state -eq 'started') { 'running' } else { ([string]$is.state).Replace('_', '') })
    SayJson 'can_pause_and_continue' ([bool]($is.controls -band 2))
    SayJson 'depended_by' @(if ($service) { $service.DependentServices | ForEach-Object { $_.Name } })
}

$shownNames = 'dependencies', 'description', 'desktop_interact', 'display_name', 'error_control', 'failure_actions', 'failure_actions_on_non_crash_failure', 'failure_command', 'failure_reboot_msg', 'failure_reset_period_sec', 'load_order_group', 'name', 'path', 'pre_shutdown_timeout_ms', 'required_privileges', 'service_type', 'sid_info', 'start_mode', 'state', 'username'
function Select-Shown($table) {
    $shown = @{}
    foreach ($one in $shownNames) { $shown[$one] = $table[$one] }
    $shown
}
$service = Find-Service $name
$isNew = $false
$is = $null
if ($service) {
    $name = $service.Name
    $is = Read-Service $name
}
$before = $(if ($is) { Select-Shown $is } else { '' })
if ($given.state -eq 'absent') {
    if ($service -and (Change)) { Remove-OneService $service }
    SayJson 'exists' $false
    if ($session.Diff) { SayJson 'diff' @{ before = $before; after = '' } }
    return
}
if (-not $service) {
    if (-not $given.asked) { return (SayJson 'exists' $false) }
    if (-not $given.path) { Fail "Service '$name' is not installed, need to set 'path' to create a new service" }
    $isNew = $true
    if (Change) {
        try { $null = New-Service -Name $name -BinaryPathName $given.path } catch { Fail "cannot create the service '$name': $($_.Exception.Message)" }
        $service = Find-Service $name
        $is = Read-Service $name
    } else {
        # as Windows makes it
        $is = @{ name = $name; path = $given.path; display_name = $name; start_mode = 'auto'; state = 'stopped'; dependencies = @(); desktop_interact = $false; error_control = 'normal'; service_type = 'win32_own_process'; account = 'LocalSystem'; username = (Get-AccountName 'LocalSystem'); load_order_group = ''; failure_actions = @(); required_privileges = @(); sid_info = 'none'; failure_actions_on_non_crash_failure = $false; failure_reset_period_sec = 0 }
    }
}
$after = $is.Clone()
Add-BasicWishes
Add-AccountWish
Add-FurtherWishes
if (($basic.Count -gt 0 -or $more.Count -gt 0) -and (Change)) {
    if ($basic.Count -gt 0) { Set-ServiceConfig $name $basic }
    foreach ($work in $more) { & $work }
}
Set-State $service
if ($service) { $service = Find-Service $name }
Say-Service $service
if ($session.Diff) { SayJson 'diff' @{ before = $before; after = (Select-Shown $after) } }

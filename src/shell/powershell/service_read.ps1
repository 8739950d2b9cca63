# What the service manager knows of one service, by the names of Ansible's options.
function Read-ServiceConfig($api, [IntPtr]$service) {
    # pointers lie behind the numbers, each at a multiple of its own size
    $path, $group, $after, $account, $shown = $(if ([IntPtr]::Size -eq 8) { 16, 24, 40, 48, 56 } else { 12, 16, 24, 28, 32 })
    Use-Memory 8192 {
        param($at)
        $need = [uint32]0
        $null = $api::QueryServiceConfigW($service, $at, 8192, [ref]$need)
        $type = Read-Long $at 0
        @{
            type = $type
            service_type = $serviceTypes[[int]($type -band 0x27f)]
            desktop_interact = [bool]($type -band 0x100)
            start_mode = $serviceStarts[[int](Read-Long $at 4)]
            error_control = $serviceErrors[[int](Read-Long $at 8)]
            path = Read-PointedText $at $path
            load_order_group = [string](Read-PointedText $at $group)
            dependencies = @(Read-PointedTexts $at $after)
            account = Read-PointedText $at $account
            display_name = Read-PointedText $at $shown
        }
    }
}
# one of the further parts; a host that does not know it has nothing set there
function Read-ServicePart($api, [IntPtr]$service, [uint32]$level, [scriptblock]$read) {
    Use-Memory 8192 {
        param($at)
        $need = [uint32]0
        if ($api::QueryServiceConfig2W($service, $level, $at, 8192, [ref]$need)) { & $read $at }
    }
}
function Read-FailureActions([IntPtr]$at) {
    $size = [IntPtr]::Size
    $count = [int](Read-Long $at (3 * $size))
    $list = [System.Runtime.InteropServices.Marshal]::ReadIntPtr($at, 4 * $size)
    $actions = @(for ($one = 0; $one -lt $count; $one++) {
            @{ type = $serviceActions[[int](Read-Long $list (8 * $one))]; delay_ms = Read-Long $list (8 * $one + 4) }
        })
    @{
        failure_reset_period_sec = Read-Long $at 0
        failure_reboot_msg = Read-PointedText $at $size
        failure_command = Read-PointedText $at (2 * $size)
        failure_actions = $actions
    }
}
# The account by its name of today: the manager keeps it as it was written.
function Resolve-Account([string]$name) {
    if (-not $name) { return $null }
    if ($name -eq 'LocalSystem') { $name = 'S-1-5-18' }
    if ($name -match '^S-1-') { return New-Object System.Security.Principal.SecurityIdentifier $name }
    $name = $name -replace '^\.\\', "$env:COMPUTERNAME\"
    (New-Object System.Security.Principal.NTAccount $name).Translate([System.Security.Principal.SecurityIdentifier])
}
function Get-AccountName([string]$name) {
    try { (Resolve-Account $name).Translate([System.Security.Principal.NTAccount]).Value } catch { $name }
}
# Where the manager tells none, the registry still knows them.
function Get-KeptDependencies([string]$name) {
    $key = [Microsoft.Win32.Registry]::LocalMachine.OpenSubKey("SYSTEM\CurrentControlSet\Services\$name")
    if ($null -eq $key) { return }
    try { $key.GetValue('DependOnService') | Where-Object { $_ } } finally { $key.Dispose() }
}
function Read-Service([string]$name) {
    Use-Service $name 0xd {
        param($api, $service)
        $is = Read-ServiceConfig $api $service
        $is.name = $name
        $is.username = Get-AccountName $is.account
        if ($is.dependencies.Count -eq 0) { $is.dependencies = @(Get-KeptDependencies $name) }
        $is.description = Read-ServicePart $api $service 1 { param($at) Read-PointedText $at 0 }
        if ($is.start_mode -eq 'auto' -and (Read-ServicePart $api $service 3 { param($at) Read-Long $at 0 })) { $is.start_mode = 'delayed' }
        $none = [ordered]@{ failure_reset_period_sec = [uint32]0; failure_reboot_msg = $null; failure_command = $null; failure_actions = @() }
        $failure = Read-ServicePart $api $service 2 { param($at) Read-FailureActions $at }
        if (-not $failure) { $failure = $none }
        foreach ($one in $none.Keys) { $is[$one] = $failure[$one] }
        $is.failure_actions_on_non_crash_failure = [bool](Read-ServicePart $api $service 4 { param($at) Read-Long $at 0 })
        $is.sid_info = $serviceSids[[int](Read-ServicePart $api $service 5 { param($at) Read-Long $at 0 })]
        $is.required_privileges = @(Read-ServicePart $api $service 6 { param($at) Read-PointedTexts $at 0 })
        $is.pre_shutdown_timeout_ms = Read-ServicePart $api $service 7 { param($at) Read-Long $at 0 }
        Use-Memory 64 {
            param($at)
            $need = [uint32]0
            $null = $api::QueryServiceStatusEx($service, 0, $at, 64, [ref]$need)
            $is.state = $serviceStates[[int](Read-Long $at 4)]
            $is.controls = Read-Long $at 8
            $is.win32_exit_code = Read-Long $at 12
            $is.service_exit_code = Read-Long $at 16
            $is.checkpoint = Read-Long $at 20
            $is.wait_hint_ms = Read-Long $at 24
            $is.process_id = Read-Long $at 28
            $is.flags = Read-Long $at 32
        }
        $is
    }
}

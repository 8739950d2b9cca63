# Services by the service manager's own functions: they know what no command of 5.1 can read or change.
$serviceTypes = @{
    1 = 'kernel_driver'; 2 = 'file_system_driver'; 4 = 'adapter'; 8 = 'recognizer_driver'; 16 = 'win32_own_process'
    32 = 'win32_share_process'; 80 = 'user_own_process'; 96 = 'user_share_process'; 512 = 'pkg_service'
}
$serviceStarts = @{ 0 = 'boot'; 1 = 'system'; 2 = 'auto'; 3 = 'manual'; 4 = 'disabled' }
$serviceErrors = @{ 0 = 'ignore'; 1 = 'normal'; 2 = 'severe'; 3 = 'critical' }
$serviceSids = @{ 0 = 'none'; 1 = 'unrestricted'; 3 = 'restricted' }
$serviceActions = @{ 0 = 'none'; 1 = 'restart'; 2 = 'reboot'; 3 = 'run_command' }
$serviceStates = @{
    1 = 'stopped'; 2 = 'start_pending'; 3 = 'stop_pending'; 4 = 'started'
    5 = 'continue_pending'; 6 = 'pause_pending'; 7 = 'paused'
}
function Get-ServiceApi {
    if (-not $session.ServiceApi) {
        $long = [uint32]
        $out = $long.MakeByRefType()
        $at = [IntPtr]
        $session.ServiceApi = New-Native 'TeraServices' 'advapi32.dll' @{
            OpenSCManagerW = $at, $at, $at, $long
            OpenServiceW = $at, $at, [string], $long
            CloseServiceHandle = [bool], $at
            DeleteService = [bool], $at
            QueryServiceConfigW = [bool], $at, $at, $long, $out
            QueryServiceConfig2W = [bool], $at, $long, $at, $long, $out
            QueryServiceStatusEx = [bool], $at, [int], $at, $long, $out
            ChangeServiceConfigW = [bool], $at, $long, $long, $long, $at, $at, $at, $at, $at, $at, $at
            ChangeServiceConfig2W = [bool], $at, $long, $at
        }
    }
    $session.ServiceApi
}
# What is done with an open service; its handle is closed whatever happens.
function Use-Service([string]$name, [uint32]$rights, [scriptblock]$work) {
    $api = Get-ServiceApi
    $manager = $api::OpenSCManagerW([IntPtr]::Zero, [IntPtr]::Zero, 1)
    $service = $api::OpenServiceW($manager, $name, $rights)
    $code = [System.Runtime.InteropServices.Marshal]::GetLastWin32Error()
    try {
        if ($service -eq [IntPtr]::Zero) { throw (New-Object System.ComponentModel.Win32Exception $code) }
        & $work $api $service
    } finally {
        if ($service -ne [IntPtr]::Zero) { $null = $api::CloseServiceHandle($service) }
        $null = $api::CloseServiceHandle($manager)
    }
}
# By its name or the one that is shown; neither is a pattern.
function Find-Service([string]$name) {
    $found = @(Get-Service | Where-Object { $_.Name -eq $name -or $_.DisplayName -eq $name })
    if ($found.Count -eq 0) { $found = @(Get-Service -Name ([WildcardPattern]::Escape($name)) -ErrorAction SilentlyContinue) }
    $found | Select-Object -First 1
}
# Memory that is given back.
function Use-Memory([int]$size, [scriptblock]$work) {
    $memory = [System.Runtime.InteropServices.Marshal]::AllocHGlobal($size)
    try { & $work $memory } finally { [System.Runtime.InteropServices.Marshal]::FreeHGlobal($memory) }
}
function Read-Long([IntPtr]$at, [int]$offset) {
    [System.BitConverter]::ToUInt32([System.BitConverter]::GetBytes([System.Runtime.InteropServices.Marshal]::ReadInt32($at, $offset)), 0)
}
function Read-PointedText([IntPtr]$at, [int]$offset) {
    $text = [System.Runtime.InteropServices.Marshal]::ReadIntPtr($at, $offset)
    if ($text -ne [IntPtr]::Zero) { [System.Runtime.InteropServices.Marshal]::PtrToStringUni($text) }
}
function Read-PointedTexts([IntPtr]$at, [int]$offset) {
    $text = [System.Runtime.InteropServices.Marshal]::ReadIntPtr($at, $offset)
    if ($text -eq [IntPtr]::Zero) { return }
    while ($true) {
        $one = [System.Runtime.InteropServices.Marshal]::PtrToStringUni($text)
        if (-not $one) { return }
        $one
        $text = [IntPtr]($text.ToInt64() + 2 * ($one.Length + 1))
    }
}

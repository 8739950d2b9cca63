param([hashtable]$given)
# when the system has started: an adjusted clock moves that time, and how far is kept beside it
function Get-BootTime {
    $api = New-Native 'TeraBootTime' 'ntdll.dll' @{ NtQuerySystemInformation = [int], [int], [IntPtr], [int], [IntPtr] }
    $memory = [System.Runtime.InteropServices.Marshal]::AllocHGlobal(48)
    try {
        for ($one = 0; $one -lt 48; $one += 8) { [System.Runtime.InteropServices.Marshal]::WriteInt64($memory, $one, 0) }
        $code = $api::NtQuerySystemInformation(3, $memory, 48, [IntPtr]::Zero)
        if ($code -ne 0) { Fail "the host does not say when it has started (NTSTATUS $code)" }
        $time = [System.Runtime.InteropServices.Marshal]::ReadInt64($memory, 0)
        $time - [System.Runtime.InteropServices.Marshal]::ReadInt64($memory, 32)
    } finally { [System.Runtime.InteropServices.Marshal]::FreeHGlobal($memory) }
}
function Invoke-Test([string]$text) { Start-Shell @{ cmd = $text; no_profile = $true } }
# The log-on screen makes this key when it is about to be shown: all that is set up before is done then.
$ready = 'HKLM:\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon\AutoLogonChecked'
if ($given.step -eq 'boot time') {
    if ($given.boot_time_command) { return (Invoke-Test $given.boot_time_command) }
    $bytes = $utf8.GetBytes([string](Get-BootTime))
    $session.Out.Write($bytes, 0, $bytes.Length)
    SayJson 'rc' 0
} elseif ($given.step -eq 'test') {
    if ($given.test_command) { return (Invoke-Test $given.test_command) }
    SayJson 'rc' $(if (Test-Path -LiteralPath $ready) { 0 } else { 1 })
} elseif ($given.step -eq 'abort') {
    Start-Asked @{ program = 'shutdown.exe'; words = '/a'; shown = 'shutdown.exe /a' }
} else {
    if (-not $given.test_command) { Remove-Item -LiteralPath $ready -Force -ErrorAction SilentlyContinue }
    # at least two seconds, so that what it answers still comes back
    $line = "shutdown.exe /r /t $([Math]::Max(2, [Math]::Floor($given.seconds))) /c $(Format-Word $given.msg)"
    if ($given.reboot_command) { $line = $given.reboot_command }
    $program, $words = Split-CommandLine $line
    Start-Asked @{ program = $program; words = $words; shown = $line }
}

# Rights of the session's own token that are there but not used: to write what belongs to others.
function Enable-Privileges([string[]]$names) {
    if (-not $session.TokenApi) {
        $at = [IntPtr]
        $session.TokenApi = New-Native 'TeraToken' 'advapi32.dll' @{
            OpenProcessToken = [bool], $at, [uint32], $at.MakeByRefType()
            LookupPrivilegeValueW = [bool], $at, [string], ([long].MakeByRefType())
            AdjustTokenPrivileges = [bool], $at, [bool], ([byte[]]), [uint32], $at, $at
        }
        $token = [IntPtr]::Zero
        # of this process: to read and to change its privileges
        if ($session.TokenApi::OpenProcessToken([IntPtr](-1), 0x28, [ref]$token)) { $session.Token = $token }
    }
    foreach ($name in $names) {
        [long]$number = 0
        if (-not $session.TokenApi::LookupPrivilegeValueW([IntPtr]::Zero, $name, [ref]$number)) { continue }
        $asked = [System.BitConverter]::GetBytes([int]1) + [System.BitConverter]::GetBytes($number) + [System.BitConverter]::GetBytes([int]2)
        $null = $session.TokenApi::AdjustTokenPrivileges($session.Token, $false, [byte[]]$asked, 0, [IntPtr]::Zero, [IntPtr]::Zero)
    }
}

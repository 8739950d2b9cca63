param([hashtable]$given)
# the name that the host gets by its next start
$kept = [System.Net.Dns]::GetHostName()
$key = Get-Item -LiteralPath 'HKLM:\SYSTEM\CurrentControlSet\Services\Tcpip\Parameters'
foreach ($one in 'Hostname', 'NV Hostname') { $kept = $key.GetValue($one, $kept) }
SayJson 'old_name' $kept
SayJson 'reboot_required' ($kept -ne $given.name)
if ($session.Diff) { SayJson 'diff' @{ before = "$kept`n"; after = "$($given.name)`n" } }
if ($kept -ne $given.name -and (Change)) {
    $api = New-Native 'TeraComputerName' 'kernel32.dll' @{ SetComputerNameExW = [bool], [int], [string] }
    # 5: the name of the machine itself, for DNS and, cut to 15 letters, for NetBIOS
    $done = $api::SetComputerNameExW(5, $given.name)
    $code = [System.Runtime.InteropServices.Marshal]::GetLastWin32Error()
    if (-not $done) { Fail (Format-NativeError "Failed to rename computer to '$($given.name)'" $code) }
}

param([hashtable]$given)
# the name that the host has now, and the one that it gets by a restart
$now = [System.Net.Dns]::GetHostName()
$tcp = 'HKLM:\SYSTEM\CurrentControlSet\Services\Tcpip\Parameters'
$kept = $now
foreach ($one in 'Hostname', 'NV Hostname') { $kept = (Get-Item -LiteralPath $tcp).GetValue($one, $kept) }
if ($kept -cne $given.name -and (Differs 'name' $kept $given.name)) {
    $api = New-Native 'TeraComputerName' 'kernel32.dll' @{ SetComputerNameExW = [bool], [int], [string] }
    # 5: the name of the machine itself, for DNS and, cut to 15 letters, for NetBIOS
    $done = $api::SetComputerNameExW(5, $given.name)
    $code = [System.Runtime.InteropServices.Marshal]::GetLastWin32Error()
    if (-not $done) { Fail (Format-NativeError 'the name could not be set' $code) }
}
Say 'name' $given.name
SayJson 'reboot_required' ($now -cne $given.name)

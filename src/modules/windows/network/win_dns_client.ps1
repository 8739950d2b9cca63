param([hashtable]$given)
$families = [ordered]@{
    InterNetwork = 'Tcpip', 'DhcpNameServer'
    InterNetworkV6 = 'Tcpip6', 'Dhcpv6DNSServers'
}
# Adapters that have an address, by the names that Windows shows.
function Find-Adapters {
    $all = @([System.Net.NetworkInformation.NetworkInterface]::GetAllNetworkInterfaces() | Where-Object { [string]$_.OperationalStatus -eq 'Up' -and [string]$_.NetworkInterfaceType -ne 'Loopback' })
    foreach ($name in $given.adapter_names) {
        $found = @($all | Where-Object { $_.Name -like $name })
        if ($found.Count -eq 0 -and -not $name.Contains('*')) { Fail "Get-NetAdapterInfo: Failed to find network adapter(s) that are IP enabled with the name '$name'" }
        $found
    }
}
function Get-Index($adapter) {
    foreach ($one in 'GetIPv4Properties', 'GetIPv6Properties') {
        try { return $adapter.GetIPProperties().$one().Index } catch { $null = $_ }
    }
    Fail "the adapter '$($adapter.Name)' has no number"
}
# What the host has noted for one family of addresses: those that were set, or those of DHCP.
function Read-Servers($adapter, [string]$family) {
    $service, $dhcp = $families[$family]
    $key = Get-Item -LiteralPath "HKLM:\SYSTEM\CurrentControlSet\Services\$service\Parameters\Interfaces\$($adapter.Id)" -ErrorAction SilentlyContinue
    if (-not $key) { return }
    $set = ([string]$key.GetValue('NameServer')).Trim([char]0)
    $noted = $key.GetValue($dhcp)
    $leased = @()
    if ($noted -is [byte[]]) {
        for ($at = 0; $at + 16 -le $noted.Length; $at += 16) { $leased += (New-Object System.Net.IPAddress (, [byte[]]$noted[$at..($at + 15)])).ToString() }
    } elseif ($noted) { $leased = @(([string]$noted).Split(' ') | Where-Object { $_ }) }
    $isSet = $set -ne ''
    @{
        isDhcp = -not $isSet -and [bool]$key.GetValue('EnableDHCP')
        # blanks and semicolons between them are no list of Windows' own
        isStrange = $set -match '[;\ ]'
        servers = @(if ($isSet) { $set -split '[,;\ ]' } else { $leased })
    }
}
function Format-Address([string]$text) { [System.Net.IPAddress]::Parse($text).ToString() }
function Test-Servers($adapter, $wishes) {
    foreach ($family in $families.Keys) {
        $has = Read-Servers $adapter $family
        if (-not $has) { continue }
        $wish = @($wishes | Where-Object { [string]([System.Net.IPAddress]::Parse($_)).AddressFamily -eq $family })
        if ($has.isStrange) { return $false }
        if ($has.isDhcp -and $wish.Count -eq 0) { continue }
        $is = @($has.servers | Where-Object { $_ } | ForEach-Object { Format-Address $_ })
        if (($is -join ' ') -ne (@($wish | ForEach-Object { Format-Address $_ }) -join ' ')) { return $false }
    }
    $true
}
$servers = @($given.dns_servers | Where-Object { $_ })
$address = $null
$wrong = @($servers | Where-Object { -not [System.Net.IPAddress]::TryParse($_, [ref]$address) })
if ($wrong.Count) { Fail "Invalid IP address(es): ($($wrong -join ', '))" }
foreach ($adapter in @(Find-Adapters)) {
    if ((Test-Servers $adapter $servers) -or -not (Change)) { continue }
    $index = Get-Index $adapter
    if ($servers.Count) { Set-DnsClientServerAddress -InterfaceIndex $index -ServerAddresses $servers }
    else { Set-DnsClientServerAddress -InterfaceIndex $index -ResetServerAddresses }
}
if ($null -ne $given.suffix_search_list) {
    $wish = @($given.suffix_search_list | Where-Object { $_ })
    $is = @((Get-DnsClientGlobalSetting).SuffixSearchList | Where-Object { $_ })
    if (($is -join ' ') -ne ($wish -join ' ') -and (Change)) { Set-DnsClientGlobalSetting -SuffixSearchList $wish }
}

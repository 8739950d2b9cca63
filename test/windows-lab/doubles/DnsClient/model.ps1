# What the commands of DnsClient write is the registry: it is what is read here too.
function Get-InterfaceKey([uint32]$index, [string]$service) {
    # Wine knows the number of one kind of address only
    $adapter = [System.Net.NetworkInformation.NetworkInterface]::GetAllNetworkInterfaces() | Where-Object {
        $about = $_.GetIPProperties()
        @(foreach ($one in 'GetIPv4Properties', 'GetIPv6Properties') { try { $about.$one().Index } catch { $null = $_ } }) -contains $index
    }
    if (-not $adapter) { throw "No matching MSFT_DNSClientServerAddress objects found by CIM query for instances of the class (InterfaceIndex $index)" }
    $path = "HKLM:\SYSTEM\CurrentControlSet\Services\$service\Parameters\Interfaces\$($adapter.Id)"
    if (-not (Test-Path -LiteralPath $path)) { $null = New-Item -Path $path -Force }
    $path
}
$DoubleHandlers['Set-DnsClientServerAddress'] = {
    param($bound)
    foreach ($family in @{ Tcpip = 'InterNetwork'; Tcpip6 = 'InterNetworkV6' }.GetEnumerator()) {
        $own = @($bound.ServerAddresses | Where-Object { $_ -and [string]([ipaddress]$_).AddressFamily -eq $family.Value })
        if (-not $bound.ResetServerAddresses -and $own.Count -eq 0) { continue }
        $path = Get-InterfaceKey $bound.InterfaceIndex[0] $family.Key
        $null = New-ItemProperty -LiteralPath $path -Name NameServer -Value ($own -join ',') -PropertyType String -Force
    }
}
$searchKey = 'HKLM:\SYSTEM\CurrentControlSet\Services\Tcpip\Parameters'
$DoubleHandlers['Get-DnsClientGlobalSetting'] = { [pscustomobject]@{ SuffixSearchList = @(([string](Get-Item -LiteralPath $searchKey).GetValue('SearchList')).Split(',') | Where-Object { $_ }) } }
$DoubleHandlers['Set-DnsClientGlobalSetting'] = { param($bound) $null = New-ItemProperty -LiteralPath $searchKey -Name SearchList -Value ($bound.SuffixSearchList -join ',') -PropertyType String -Force }

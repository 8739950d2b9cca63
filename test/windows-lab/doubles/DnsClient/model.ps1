# What the commands of DnsClient write is the registry: it is what is read here too.
# Wine knows the number of one kind of address only, and calls all that it does not know 0: they are one to it
function Get-InterfaceKeys([uint32]$index, [string]$service) {
    $found = @([System.Net.NetworkInformation.NetworkInterface]::GetAllNetworkInterfaces() | Where-Object {
            $about = $_.GetIPProperties()
            @(foreach ($one in 'GetIPv4Properties', 'GetIPv6Properties') { try { $about.$one().Index } catch { $null = $_ } }) -contains $index
        })
    if ($found.Count -eq 0) { throw "No matching MSFT_DNSClientServerAddress objects found by CIM query for instances of the class (InterfaceIndex $index)" }
    foreach ($adapter in $found) {
        $path = "HKLM:\SYSTEM\CurrentControlSet\Services\$service\Parameters\Interfaces\$($adapter.Id)"
        if (-not (Test-Path -LiteralPath $path)) { $null = New-Item -Path $path -Force }
        $path
    }
}
$DoubleHandlers['Set-DnsClientServerAddress'] = {
    param($bound)
    foreach ($family in ([ordered]@{ Tcpip = 'InterNetwork'; Tcpip6 = 'InterNetworkV6' }).GetEnumerator()) {
        $own = @($bound.ServerAddresses | Where-Object { $_ -and [string]([ipaddress]$_).AddressFamily -eq $family.Value })
        if (-not $bound.ResetServerAddresses -and $own.Count -eq 0) { continue }
        foreach ($path in Get-InterfaceKeys $bound.InterfaceIndex[0] $family.Key) { $null = New-ItemProperty -LiteralPath $path -Name NameServer -Value ($own -join ',') -PropertyType String -Force }
    }
}
$searchKey = 'HKLM:\SYSTEM\CurrentControlSet\Services\Tcpip\Parameters'
$DoubleHandlers['Get-DnsClientGlobalSetting'] = { [pscustomobject]@{ SuffixSearchList = @(([string](Get-Item -LiteralPath $searchKey).GetValue('SearchList')).Split(',') | Where-Object { $_ }) } }
$DoubleHandlers['Set-DnsClientGlobalSetting'] = { param($bound) $null = New-ItemProperty -LiteralPath $searchKey -Name SearchList -Value ($bound.SuffixSearchList -join ',') -PropertyType String -Force }

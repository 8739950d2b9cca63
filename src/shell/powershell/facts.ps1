# Facts from the registry and .NET: CIM is slower, and not there everywhere.
function Get-Value([string]$key, [string]$name) {
    (Get-ItemProperty -LiteralPath "HKLM:\$key" -Name $name -ErrorAction SilentlyContinue).$name
}
function Add-SystemFacts([hashtable]$facts) {
    $windows = 'SOFTWARE\Microsoft\Windows NT\CurrentVersion'
    $version = [System.Environment]::OSVersion.Version
    $name = [string](Get-Value $windows 'ProductName')
    # the registry of Windows 11 still says 10
    if ($version.Build -ge 22000 -and $name.StartsWith('Windows 10')) { $name = 'Windows 11' + $name.Substring(10) }
    $facts.ansible_os_family = 'Windows'
    $facts.ansible_distribution = 'Microsoft ' + $name
    $facts.ansible_os_name = $facts.ansible_distribution
    $facts.ansible_distribution_version = $version.ToString()
    $facts.ansible_distribution_major_version = $version.Major.ToString()
    $facts.ansible_kernel = $version.ToString()
    $facts.ansible_system = [System.Environment]::OSVersion.Platform.ToString()
    $facts.ansible_os_installation_type = Get-Value $windows 'InstallationType'
    $facts.ansible_owner_name = [string](Get-Value $windows 'RegisteredOwner')
    $facts.ansible_system_description = [string](Get-Value 'SYSTEM\CurrentControlSet\Services\LanmanServer\Parameters' 'srvcomment')
    $kinds = @{ WinNT = 'workstation'; LanmanNT = 'domain_controller'; ServerNT = 'server' }
    $kind = $kinds[[string](Get-Value 'SYSTEM\CurrentControlSet\Control\ProductOptions' 'ProductType')]
    if (-not $kind) { $kind = 'unknown' }
    $facts.ansible_os_product_type = $kind
    $facts.ansible_architecture = $(if ([System.Environment]::Is64BitOperatingSystem) { '64-bit' } else { '32-bit' })
    $facts.ansible_powershell_version = $PSVersionTable.PSVersion.Major
    $facts.ansible_processor_vcpus = [System.Environment]::ProcessorCount
    $facts.ansible_reboot_pending = Test-RebootPending
}
function Test-RebootPending {
    $renames = Get-Value 'SYSTEM\CurrentControlSet\Control\Session Manager' 'PendingFileRenameOperations'
    $servicing = Test-Path -LiteralPath 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Component Based Servicing\RebootPending'
    $features = Get-Value 'SOFTWARE\Microsoft\ServerManager\ServicingStorage\ServerComponentCache' 'RestartRequired'
    [bool]($renames -or $servicing -or $features)
}
function Add-NameFacts([hashtable]$facts) {
    $network = [System.Net.NetworkInformation.IPGlobalProperties]::GetIPGlobalProperties()
    $full = $network.HostName
    if ($network.DomainName) { $full += '.' + $network.DomainName }
    $facts.ansible_hostname = $network.HostName
    $facts.ansible_domain = [string]$network.DomainName
    $facts.ansible_fqdn = $full
    $facts.ansible_nodename = $full
    $facts.ansible_netbios_name = [System.Environment]::MachineName
    $identity = [System.Security.Principal.WindowsIdentity]::GetCurrent()
    $facts.ansible_user_id = [System.Environment]::UserName
    $facts.ansible_user_dir = $env:USERPROFILE
    $facts.ansible_user_sid = $identity.User.Value
    $facts.ansible_user_gecos = ''
    $facts.ansible_env = @{}
    foreach ($one in [System.Environment]::GetEnvironmentVariables().GetEnumerator()) {
        $facts.ansible_env[[string]$one.Key] = ([string]$one.Value).TrimEnd('\')
    }
}
function Add-AddressFacts([hashtable]$facts) {
    $addresses = @()
    $interfaces = @()
    foreach ($one in [System.Net.NetworkInformation.NetworkInterface]::GetAllNetworkInterfaces()) {
        $has = $one.GetIPProperties()
        $own = @{ ipv4 = @(); ipv6 = @() }
        foreach ($unicast in $has.UnicastAddresses) {
            $text = $unicast.Address.ToString()
            if ($text -notin '::1', '127.0.0.1') { $addresses += $text }
            $family = $(if ($unicast.Address.AddressFamily -eq 'InterNetwork') { 'ipv4' } else { 'ipv6' })
            $own[$family] += @{ address = $text; prefix = $unicast.PrefixLength.ToString() }
        }
        if ($one.NetworkInterfaceType -in 'Loopback', 'Tunnel') { continue }
        $interfaces += @{
            connection_name = $one.Name
            interface_name = $one.Description
            macaddress = ($one.GetPhysicalAddress().ToString() -replace '(..)', '$1:').ToUpperInvariant().Trim(':')
            default_gateway = $(if ($has.GatewayAddresses.Count) { $has.GatewayAddresses[0].Address.ToString() })
            dns_domain = $(if ($has.DnsSuffix) { $has.DnsSuffix })
            ipv4 = $own.ipv4
            ipv6 = $own.ipv6
        }
    }
    $facts.ansible_ip_addresses = $addresses
    $facts.ansible_interfaces = $interfaces
}
function Add-TimeFacts([hashtable]$facts) {
    $now = [datetime]::Now
    $utc = $now.ToUniversalTime()
    $plain = [System.Globalization.CultureInfo]::InvariantCulture
    $epoch = [long][Math]::Floor(($utc - (New-Object datetime 1970, 1, 1, 0, 0, 0, ([System.DateTimeKind]::Utc))).TotalSeconds)
    $facts.ansible_date_time = @{
        date = $now.ToString('yyyy-MM-dd', $plain)
        year = $now.ToString('yyyy', $plain)
        month = $now.ToString('MM', $plain)
        day = $now.ToString('dd', $plain)
        hour = $now.ToString('HH', $plain)
        minute = $now.ToString('mm', $plain)
        second = $now.ToString('ss', $plain)
        time = $now.ToString('HH:mm:ss', $plain)
        epoch = [string]$epoch
        epoch_int = $epoch
        iso8601 = $utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", $plain)
        iso8601_micro = $utc.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", $plain)
        iso8601_basic = $now.ToString("yyyyMMdd'T'HHmmssffffff", $plain)
        iso8601_basic_short = $now.ToString("yyyyMMdd'T'HHmmss", $plain)
        tz = [System.TimeZoneInfo]::Local.Id
        tz_offset = $now.ToString('zzzz', $plain)
        weekday = $now.ToString('dddd', $plain)
        weekday_number = [string][int]$now.DayOfWeek
    }
}
# *.json files of a folder, as Ansible takes them
function Add-OwnFacts([hashtable]$facts, [string]$folder) {
    if (-not (Test-Path -LiteralPath $folder -PathType Container)) {
        Warn "Non existing path was set for local facts - $folder"
        return
    }
    foreach ($file in @(Get-ChildItem -LiteralPath $folder -File)) {
        if ($file.Extension -ceq '.json') {
            $facts['ansible_' + $file.BaseName] = ConvertFrom-Json -InputObject ([System.IO.File]::ReadAllText($file.FullName))
        } elseif ($file.Extension -ceq '.ps1') {
            $facts['ansible_' + $file.BaseName] = & $file.FullName
        }
    }
}

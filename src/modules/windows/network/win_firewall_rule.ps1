param([hashtable]$given)
$protocols = @{ '6' = 'tcp'; '17' = 'udp'; '1' = 'icmpv4'; '58' = 'icmpv6' }
$interfaces = @{ wireless = 'Wireless'; lan = 'Wired'; ras = 'RemoteAccess' }
$edges = @{ no = 'Block'; yes = 'Allow'; deferapp = 'DeferToApp'; deferuser = 'DeferToUser' }
$securities = @{
    notrequired = 'NotRequired', 'NotRequired'; authnoencap = 'NoEncap', 'NotRequired'; authenticate = 'Required', 'NotRequired'
    authdynenc = 'Required', 'Dynamic'; authenc = 'Required', 'Required'
}
function Split-Text([string]$text) { @($text.Split(',') | ForEach-Object { $_.Trim() } | Where-Object { $_ }) }
function Format-Protocol([string]$text) {
    $text = $text.ToLowerInvariant()
    if ($protocols[$text]) { return $protocols[$text] }
    if ($text -like 'icmpv4*') { return 'icmpv4' }
    if ($text -like 'icmpv6*') { return 'icmpv6' }
    if ($text -notmatch '^(tcp|udp|any|\d+)$') { Fail "Unknown protocol '$text'." }
    $text
}
# 10.0.0.0/255.0.0.0 is 10.0.0.0/8, and one host has no length
function Format-Address([string]$text) {
    if ($text -match '^(.+)/(\d+\.\d+\.\d+\.\d+)$') {
        $bits = (([ipaddress]$matches[2]).GetAddressBytes() | ForEach-Object { [Convert]::ToString($_, 2) }) -join ''
        $text = $matches[1] + '/' + $bits.Replace('0', '').Length
    }
    ($text -replace '/32$', '').ToLowerInvariant()
}
function Format-Set($values) { (@($values) | ForEach-Object { ([string]$_).ToLowerInvariant() } | Sort-Object -Unique) -join ',' }
# what was asked for, as the commands take it
function Get-Wishes {
    $to = [ordered]@{}
    if ($null -ne $given.description) { $to.Description = $given.description }
    if ($given.direction) { $to.Direction = $(if ($given.direction -eq 'in') { 'Inbound' } else { 'Outbound' }) }
    if ($given.action) { $to.Action = $given.action.Substring(0, 1).ToUpperInvariant() + $given.action.Substring(1) }
    if ($given.program) { $to.Program = $(if ($given.program -eq 'any') { 'Any' } else { [System.Environment]::ExpandEnvironmentVariables($given.program) }) }
    if ($given.service) { $to.Service = $(if ($given.service -eq 'any') { 'Any' } else { $given.service }) }
    if ($null -ne $given.enabled) { $to.Enabled = [string][bool]$given.enabled }
    if ($given.profiles) {
        $all = @($given.profiles | ForEach-Object { $_.ToLowerInvariant() } | Select-Object -Unique)
        $wrong = $all | Where-Object { $_ -notin 'domain', 'private', 'public' } | Select-Object -First 1
        if ($wrong) { Fail "Unknown profile '$wrong'." }
        $to.Profile = $(if ($all.Count -eq 3) { 'Any' } else { $all })
    }
    foreach ($pair in @('localip', 'LocalAddress'), @('remoteip', 'RemoteAddress'), @('localport', 'LocalPort'), @('remoteport', 'RemotePort')) {
        if ($given[$pair[0]]) { $to[$pair[1]] = Split-Text $given[$pair[0]] }
    }
    if ($given.protocol) { $to.Protocol = Format-Protocol $given.protocol }
    if ($given.icmp_type_code) { $to.IcmpType = @($given.icmp_type_code | ForEach-Object { $_ -replace ':\*$', '' }) }
    if ($given.interfacetypes) {
        $to.InterfaceType = @(foreach ($one in $given.interfacetypes) {
                if ($one -eq 'any') { 'Any' } elseif ($interfaces[$one]) { $interfaces[$one] } else { Fail "Unknown interface type '$one'." }
            })
    }
    if ($given.edge) { $to.EdgeTraversalPolicy = $edges[$given.edge] }
    if ($given.security) { $to.Authentication, $to.Encryption = $securities[$given.security] }
    $to
}
function Read-Rule($rule, $names) {
    $is = @{}
    foreach ($one in 'Description', 'Direction', 'Action', 'Enabled', 'Profile', 'EdgeTraversalPolicy') { $is[$one] = $rule.$one }
    $filters = @(
        @('Protocol', 'LocalPort', 'RemotePort', 'IcmpType'), @('LocalAddress', 'RemoteAddress'), @('Program'), @('Service'), @('InterfaceType'), @('Authentication', 'Encryption')
    )
    $reads = 'Port', 'Address', 'Application', 'Service', 'InterfaceType', 'Security'
    for ($at = 0; $at -lt $reads.Count; $at++) {
        # each of them asks the host: only for what was asked for
        if (-not ($filters[$at] | Where-Object { $names -contains $_ })) { continue }
        $filter = & "Get-NetFirewall$($reads[$at])Filter" -AssociatedNetFirewallRule $rule
        foreach ($one in $filters[$at]) { $is[$one] = $filter.$one }
    }
    $is
}
function Test-Same([string]$name, $is, $wish) {
    if ($name -like '*Address') {
        $is = @($is | ForEach-Object { Format-Address $_ })
        $wish = @($wish | ForEach-Object { Format-Address $_ })
    } elseif ($name -eq 'Protocol') { $is = Format-Protocol $is }
    elseif ($name -in 'Profile', 'InterfaceType') { $is = ([string]$is).Split(',') | ForEach-Object { $_.Trim() } }
    (Format-Set $is) -eq (Format-Set $wish)
}
function Format-Wish([string]$sign, [string]$name, $value) { "$sign$name='$(@($value) -join ',')'`n" }

[System.Collections.Specialized.OrderedDictionary]$to = Get-Wishes
if ($given.name) { $found = @(Get-NetFirewallRule -DisplayName ([WildcardPattern]::Escape($given.name)) -ErrorAction SilentlyContinue | Where-Object { $_.DisplayName -eq $given.name }) }
else { $found = @(Get-NetFirewallRule -Group $given.group -ErrorAction SilentlyContinue) }
$shown = ''
if ($given.state -eq 'absent') {
    foreach ($rule in $found) {
        $shown += "-[$($rule.DisplayName)]`n"
        if (Change) { Remove-NetFirewallRule -Name $rule.Name }
    }
    if ($found.Count -gt 0) { Say 'msg' "Firewall rule(s) '$(($found | ForEach-Object { $_.DisplayName }) -join "', '")' removed." }
    elseif ($given.name) { Say 'msg' "Firewall rule '$($given.name)' does not exist." }
    else { Say 'msg' "No firewall rules in group '$($given.group)' exist." }
} elseif ($found.Count -eq 0 -and $given.name) {
    $shown = "+[$($given.name)]`n"
    foreach ($one in $to.Keys) { $shown += Format-Wish '+' $one $to[$one] }
    if ($given.group) { $to.Group = $given.group }
    if (Change) { $null = New-NetFirewallRule -DisplayName $given.name @to }
    Say 'msg' "Firewall rule '$($given.name)' created."
} elseif ($found.Count -gt 0) {
    $changed = @()
    $same = @()
    foreach ($rule in $found) {
        $is = Read-Rule $rule @($to.Keys)
        $differ = @{}
        $shown += "[$($rule.DisplayName)]`n"
        foreach ($one in $to.Keys) {
            if (Test-Same $one $is[$one] $to[$one]) { continue }
            $differ[$one] = $to[$one]
            $shown += (Format-Wish '-' $one $is[$one]) + (Format-Wish '+' $one $to[$one])
        }
        if ($differ.Count -eq 0) { $same += $rule.DisplayName } else {
            $changed += $rule.DisplayName
            # ports mean nothing without their protocol
            if (($differ.Contains('LocalPort') -or $differ.Contains('RemotePort')) -and $to.Contains('Protocol')) { $differ.Protocol = $to.Protocol }
            if (Change) { Set-NetFirewallRule -Name $rule.Name @differ }
        }
    }
    Say 'msg' "Firewall rule(s) changed '$($changed -join "', '")' - unchanged '$($same -join "', '")'"
}
if ($session.Diff) { SayJson 'diff' @{ prepared = $shown } }

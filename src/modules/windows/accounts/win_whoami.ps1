param([hashtable]$given)
$marshal = [System.Runtime.InteropServices.Marshal]
$at = [IntPtr]
$number = [uint32]
$api = New-Native 'TeraWhoami' 'advapi32.dll' @{
    GetTokenInformation = [bool], $at, [int], $at, [int], ([int].MakeByRefType())
    LookupAccountSidW = [bool], $at, ([byte[]]), ([System.Text.StringBuilder]), $number.MakeByRefType(), ([System.Text.StringBuilder]), $number.MakeByRefType(), ([int].MakeByRefType())
    LookupPrivilegeNameW = [bool], $at, ([byte[]]), ([System.Text.StringBuilder]), $number.MakeByRefType()
    LsaEnumerateAccountRights = $number, $at, ([byte[]]), $at.MakeByRefType(), $number.MakeByRefType()
}
$logons = New-Native 'TeraLogons' 'secur32.dll' @{
    LsaGetLogonSessionData = $number, ([byte[]]), $at.MakeByRefType()
    LsaFreeReturnBuffer = $number, $at
}
# held as long as its token is used
$identity = [System.Security.Principal.WindowsIdentity]::GetCurrent()
$token = $identity.Token
# The work gets the memory that holds what the token says of itself.
function Use-TokenPart([int]$part, [scriptblock]$work) {
    $size = 0
    $null = $api::GetTokenInformation($token, $part, [IntPtr]::Zero, 0, [ref]$size)
    $memory = $marshal::AllocHGlobal([Math]::Max($size, 64))
    try {
        $done = $api::GetTokenInformation($token, $part, $memory, $size, [ref]$size)
        $code = $marshal::GetLastWin32Error()
        if (-not $done) { Fail (Format-NativeError "the session does not say who it is (part $part)" $code) }
        & $work $memory
    } finally { $marshal::FreeHGlobal($memory) }
}
function Get-SidBytes($sid) {
    $bytes = New-Object byte[] $sid.BinaryLength
    $sid.GetBinaryForm($bytes, 0)
    , $bytes
}
$kinds = '', 'User', 'Group', 'Domain', 'Alias', 'WellKnownGroup', 'DeletedAccount', 'Invalid', 'Unknown', 'Computer', 'Label'
function Get-Account($sid) {
    $name = New-Object System.Text.StringBuilder 512
    $domain = New-Object System.Text.StringBuilder 512
    [uint32]$nameSize = 512
    [uint32]$domainSize = 512
    $kind = 8
    $found = $api::LookupAccountSidW([IntPtr]::Zero, (Get-SidBytes $sid), $name, [ref]$nameSize, $domain, [ref]$domainSize, [ref]$kind)
    if (-not $found) { return @{ sid = $sid.Value; account_name = $null; domain_name = $null; type = 'Unknown' } }
    @{ sid = $sid.Value; account_name = $name.ToString(); domain_name = $domain.ToString(); type = $kinds[$kind] }
}
# Words of the bits that are set.
function Get-BitNames([long]$bits, [System.Collections.Specialized.OrderedDictionary]$names) { , @(foreach ($one in $names.GetEnumerator()) { if ($bits -band $one.Value) { $one.Key } }) }
$groupBits = [ordered]@{ Mandatory = 1; 'Enabled by default' = 2; Enabled = 4; Owner = 8; 'Use for deny only' = 16; Integrity = 32; 'Integrity enabled' = 64; Resource = 536870912 }
$flagBits = [ordered]@{ Optimized = 16384; Winlogon = 32768; Pkinit = 65536; 'Not optmized' = 131072 }
function Get-LogonRights($sids) {
    $isAdmin = (New-Object System.Security.Principal.WindowsPrincipal $identity).IsInRole([System.Security.Principal.WindowsBuiltInRole]::Administrator)
    if (-not $isAdmin) { return , @() }
    $found = New-Object System.Collections.ArrayList
    $policy = [IntPtr]::Zero
    $lsa = Get-LsaApi
    $status = $lsa::LsaOpenPolicy([IntPtr]::Zero, (New-Object byte[] 48), 0x800, [ref]$policy)
    if ($status -ne 0) { Fail (Format-LsaError 'cannot open the policy of the host' $status) }
    try {
        foreach ($sid in $sids) {
            $list = [IntPtr]::Zero
            [uint32]$count = 0
            # nothing is kept of most of them
            if ($api::LsaEnumerateAccountRights($policy, (Get-SidBytes $sid), [ref]$list, [ref]$count) -ne 0) { continue }
            for ($one = 0; $one -lt $count; $one++) {
                $name = Read-LsaText $list (2 * [IntPtr]::Size * $one)
                if ($name -like '*Logon*' -and -not $found.Contains($name)) { $null = $found.Add($name) }
            }
            $null = $lsa::LsaFreeMemory($list)
        }
    } finally { $null = $lsa::LsaClose($policy) }
    , $found.ToArray()
}
function Read-LsaText($memory, [int]$place) {
    $length = $marshal::ReadInt16($memory, $place)
    $text = $marshal::ReadIntPtr($memory, $place + [IntPtr]::Size)
    if ($text -eq [IntPtr]::Zero) { return $(if ($length -eq 0) { '' }) }
    $marshal::PtrToStringUni($text, $length / 2)
}
$step = [IntPtr]::Size
$enabled = New-Object System.Collections.ArrayList
$groups = @(Use-TokenPart 2 {
        param($memory)
        $count = $marshal::ReadInt32($memory, 0)
        for ($one = 0; $one -lt $count; $one++) {
            $place = $step + 2 * $step * $one
            $sid = New-Object System.Security.Principal.SecurityIdentifier $marshal::ReadIntPtr($memory, $place)
            $bits = [long]$marshal::ReadInt32($memory, $place + $step) -band 4294967295
            if ($bits -band 4) { $null = $enabled.Add($sid) }
            # the log-on itself is no group
            if ($bits -band 3221225472) { continue }
            $account = Get-Account $sid
            $account.attributes = Get-BitNames $bits $groupBits
            $account
        }
    })
$privileges = @{}
Use-TokenPart 3 {
    param($memory)
    $count = $marshal::ReadInt32($memory, 0)
    for ($one = 0; $one -lt $count; $one++) {
        $place = 4 + 12 * $one
        $luid = [System.BitConverter]::GetBytes($marshal::ReadInt64($memory, $place))
        $bits = $marshal::ReadInt32($memory, $place + 8)
        $name = New-Object System.Text.StringBuilder 256
        [uint32]$size = 256
        if (-not $api::LookupPrivilegeNameW([IntPtr]::Zero, $luid, $name, [ref]$size)) { continue }
        $privileges[$name.ToString()] = $(if ($bits -band 1) { 'enabled-by-default' } elseif ($bits -band 2) { 'enabled' } else { 'disabled' })
    }
}
$label = Use-TokenPart 25 {
    param($memory)
    Get-Account (New-Object System.Security.Principal.SecurityIdentifier $marshal::ReadIntPtr($memory, 0))
}
# two numbers before the log-on's own, then when it ends, the kind and the level
$about = Use-TokenPart 10 {
    param($memory)
    @{ luid = $marshal::ReadInt64($memory, 8); kind = $marshal::ReadInt32($memory, 24); level = $marshal::ReadInt32($memory, 28) }
}
function Get-Logon([long]$luid) {
    $data = [IntPtr]::Zero
    $status = $logons::LsaGetLogonSessionData([System.BitConverter]::GetBytes($luid), [ref]$data)
    if ($status -ne 0 -or $data -eq [IntPtr]::Zero) { Fail (Format-LsaError "Could not find the data for logon session $luid" $status) }
    try {
        # the size, the number, then texts of two pointers' size each
        $texts = foreach ($one in 0..2) { , (Read-LsaText $data (16 + $(if ($step -eq 8) { 0 } else { -4 }) + 2 * $step * $one)) }
        $place = $(if ($step -eq 8) { 16 } else { 12 }) + 6 * $step
        $type = $marshal::ReadInt32($data, $place)
        $sid = $marshal::ReadIntPtr($data, $place + 8)
        $times = $place + 8 + $step
        if ($step -eq 4) { $times += $times % 8 }
        $time = $marshal::ReadInt64($data, $times)
        $more = $times + 8
        $server, $dns, $upn = foreach ($one in 0..2) { , (Read-LsaText $data ($more + 2 * $step * $one)) }
        $flags = $marshal::ReadInt32($data, $more + 6 * $step)
        @{ user = $texts[0]; domain = $texts[1]; package = $texts[2]; type = $type; sid = $sid; time = $time; server = $server; dns = $dns; upn = $upn; flags = $flags }
    } finally { $null = $logons::LsaFreeReturnBuffer($data) }
}
$logon = Get-Logon $about.luid
$types = 'System', '', 'Interactive', 'Network', 'Batch', 'Service', 'Proxy', 'Unlock', 'NetworkCleartext', 'NewCredentials', 'RemoteInteractive', 'CachedInteractive', 'CachedRemoteInteractive', 'CachedUnlock'
$owner = $identity.User
if ($logon.sid -ne [IntPtr]::Zero) { $owner = New-Object System.Security.Principal.SecurityIdentifier $logon.sid }
SayJson 'account' (Get-Account $owner)
SayJson 'groups' $groups
SayJson 'privileges' $privileges
SayJson 'label' $label
SayJson 'rights' @(Get-LogonRights $enabled)
SayJson 'authentication_package' $logon.package
SayJson 'dns_domain_name' $logon.dns
SayJson 'impersonation_level' ('SecurityAnonymous', 'SecurityIdentification', 'SecurityImpersonation', 'SecurityDelegation')[$about.level]
SayJson 'login_domain' $logon.domain
SayJson 'login_time' $(if ($logon.time -gt 0 -and $logon.time -lt [datetime]::MaxValue.ToFileTime()) { [datetime]::FromFileTime($logon.time).ToString('o') })
SayJson 'logon_id' $about.luid
SayJson 'logon_server' $logon.server
SayJson 'logon_type' $types[$logon.type]
SayJson 'token_type' ('', 'TokenPrimary', 'TokenImpersonation')[$about.kind]
SayJson 'upn' $logon.upn
SayJson 'user_flags' (Get-BitNames $logon.flags $flagBits)

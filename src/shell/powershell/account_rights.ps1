# Rights of accounts (SeServiceLogonRight, …), by the local security authority itself.
function Get-LsaApi {
    if (-not $session.LsaApi) {
        $at = [IntPtr]
        $out = $at.MakeByRefType()
        $long = [uint32]
        $session.LsaApi = New-Native 'TeraRights' 'advapi32.dll' @{
            LsaOpenPolicy = $long, $at, ([byte[]]), $long, $out
            LsaEnumerateAccountsWithUserRight = $long, $at, $at, $out, $long.MakeByRefType()
            LsaAddAccountRights = $long, $at, ([byte[]]), $at, $long
            LsaRemoveAccountRights = $long, $at, ([byte[]]), [byte], $at, $long
            LsaNtStatusToWinError = $long, $long
            LsaFreeMemory = $long, $at
            LsaClose = $long, $at
        }
    }
    $session.LsaApi
}
function Format-LsaError([string]$what, [uint32]$status) {
    $api = Get-LsaApi
    $code = $api::LsaNtStatusToWinError($status)
    Format-NativeError $what ([int]$code)
}
# The work gets the policy, and a right's name as the authority takes it.
function Use-Right([string]$right, [uint32]$access, [scriptblock]$work) {
    $api = Get-LsaApi
    $marshal = [System.Runtime.InteropServices.Marshal]
    $policy = [IntPtr]::Zero
    $status = $api::LsaOpenPolicy([IntPtr]::Zero, (New-Object byte[] 48), $access, [ref]$policy)
    if ($status -ne 0) { Fail (Format-LsaError 'cannot open the policy of the host' $status) }
    $name = $marshal::StringToHGlobalUni($right)
    $text = $marshal::AllocHGlobal(2 * [IntPtr]::Size)
    try {
        $marshal::WriteInt64($text, 0, 0)
        $marshal::WriteInt16($text, 0, [int16](2 * $right.Length))
        $marshal::WriteInt16($text, 2, [int16](2 * $right.Length + 2))
        $marshal::WriteIntPtr($text, [IntPtr]::Size, $name)
        & $work $api $policy $text
    } finally {
        $marshal::FreeHGlobal($text)
        $marshal::FreeHGlobal($name)
        $null = $api::LsaClose($policy)
    }
}
# SIDs of the accounts that have a right.
function Get-RightHolders([string]$right) {
    Use-Right $right 0x801 {
        param($api, $policy, $text)
        $list = [IntPtr]::Zero
        [uint32]$count = 0
        $status = $api::LsaEnumerateAccountsWithUserRight($policy, $text, [ref]$list, [ref]$count)
        # nobody has it; there is no such right
        if ($status -eq 2147483674) { return }
        if ($status -eq 3221225568) { Fail "the specified right $right is not a valid right" }
        if ($status -ne 0) { Fail (Format-LsaError "failed to enumerate existing accounts with the right $right" $status) }
        try {
            for ($at = 0; $at -lt $count; $at++) {
                $sid = [System.Runtime.InteropServices.Marshal]::ReadIntPtr($list, $at * [IntPtr]::Size)
                (New-Object System.Security.Principal.SecurityIdentifier $sid).Value
            }
        } finally { $null = $api::LsaFreeMemory($list) }
    }
}
function Set-AccountRight([string]$sid, [string]$right, [bool]$has) {
    $of = New-Object System.Security.Principal.SecurityIdentifier $sid
    $bytes = New-Object byte[] $of.BinaryLength
    $of.GetBinaryForm($bytes, 0)
    Use-Right $right 0x811 {
        param($api, $policy, $text)
        if ($has) { $status = $api::LsaAddAccountRights($policy, $bytes, $text, 1) }
        else { $status = $api::LsaRemoveAccountRights($policy, $bytes, 0, $text, 1) }
        if ($status -ne 0) { Fail (Format-LsaError "Failed to $(if ($has) { 'add' } else { 'remove' }) the right $right of account $sid" $status) }
    }
}

param([hashtable]$given)
# what the commands of LocalAccounts neither know nor set
function Get-Directory([string]$name) { [ADSI]"WinNT://$env:COMPUTERNAME/$name,user" }
function Set-InDirectory([string]$name, [string]$property, $value) {
    $entry = Get-Directory $name
    $entry.InvokeSet($property, $value)
    $entry.CommitChanges()
}
function Test-Password([string]$name, [string]$password) {
    if (-not $session.LogonApi) {
        $at = [IntPtr]
        $session.LogonApi = New-Native 'TeraLogon' 'advapi32.dll' @{
            LogonUserW = [bool], [string], [string], [string], [int], [int], $at.MakeByRefType()
        }
    }
    $token = [IntPtr]::Zero
    $right = $session.LogonApi::LogonUserW($name, '.', $password, 3, 0, [ref]$token)
    $code = [System.Runtime.InteropServices.Marshal]::GetLastWin32Error()
    # restrictions of hours and machines are told only to those who know the password
    $right -or $code -in 0x52f, 0x530, 0x531, 0x569
}
function Get-UserGroups($user) {
    foreach ($group in Get-LocalGroup) {
        if ([string]$user.SID -in @(Get-MemberSids $group)) { $group }
    }
}
function Get-UserState($user) {
    @{
        account_disabled = -not $user.Enabled
        account_expires = $(if ($user.AccountExpires) { $user.AccountExpires.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", [System.Globalization.CultureInfo]::InvariantCulture) } else { 'never' })
        description = [string]$user.Description
        fullname = [string]$user.FullName
        name = $user.Name
        password_expired = $null -eq $user.PasswordLastSet -or ($user.PasswordExpires -and $user.PasswordExpires -lt [datetime]::Now)
        password_never_expires = $null -eq $user.PasswordExpires
        user_cannot_change_password = -not $user.UserMayChangePassword
    }
}
function Read-Expiry([string]$text) {
    if ($text -eq 'never') { return $null }
    $text = $text -replace '([+-]\d{2})(\d{2})$', '$1:$2'
    $time = [datetime]::MinValue
    $formats = [string[]]@('yyyy-MM-dd', "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK")
    if (-not [datetime]::TryParseExact($text, $formats, [System.Globalization.CultureInfo]::InvariantCulture, 'AssumeUniversal', [ref]$time)) {
        Fail 'Failed to parse account_expires as datetime string. Expecting datetime in yyyy-MM-dd or yyyy-MM-ddTHH:mm:ss.FFFFFFFK format.'
    }
    $time
}
function Set-Account($user, $is) {
    $to = @{}
    foreach ($pair in @('fullname', 'FullName'), @('description', 'Description')) {
        $wish = $given[$pair[0]]
        if ($null -ne $wish -and $wish -cne $is[$pair[0]]) {
            $to[$pair[1]] = $wish
            $after[$pair[0]] = $wish
        }
    }
    if ($null -ne $given.password_never_expires -and $given.password_never_expires -ne $is.password_never_expires) {
        $to.PasswordNeverExpires = $given.password_never_expires
        $after.password_never_expires = $given.password_never_expires
    }
    if ($null -ne $given.user_cannot_change_password -and $given.user_cannot_change_password -ne $is.user_cannot_change_password) {
        $to.UserMayChangePassword = -not $given.user_cannot_change_password
        $after.user_cannot_change_password = $given.user_cannot_change_password
    }
    if ($given.account_expires) {
        $time = Read-Expiry $given.account_expires
        if ($time -ne $user.AccountExpires) {
            if ($time) { $to.AccountExpires = $time } else { $to.AccountNeverExpires = $true }
            $after.account_expires = $given.account_expires
        }
    }
    if ($given.password -and -not $isNew -and $given.update_password -eq 'always' -and
        ($is.account_disabled -or $is.password_expired -or -not (Test-Password $user.Name $given.password))) {
        $to.Password = ConvertTo-SecureString $given.password -AsPlainText -Force
        $after.password = 'CHANGED REDACTED'
    }
    if ($to.Count -gt 0 -and (Change)) { Set-LocalUser -SID $user.SID @to }
    if ($null -ne $given.account_disabled -and $given.account_disabled -ne $is.account_disabled) {
        $after.account_disabled = $given.account_disabled
        if (Change) {
            if ($given.account_disabled) { Disable-LocalUser -SID $user.SID } else { Enable-LocalUser -SID $user.SID }
        }
    }
    if ($null -ne $given.password_expired -and $given.password_expired -ne $is.password_expired) {
        $after.password_expired = $given.password_expired
        if (Change) { Set-InDirectory $user.Name 'PasswordExpired' ([int]$given.password_expired) }
    }
}
function Set-Groups($user) {
    $has = @(Get-UserGroups $user)
    $wants = @(foreach ($name in $given.groups) {
            if (-not $name) { continue }
            $group = Find-LocalGroup $name
            if (-not $group) { Fail "group '$name' not found" }
            $group
        })
    $sids = @($wants | ForEach-Object { [string]$_.SID })
    if ($given.groups_action -ne 'remove') {
        foreach ($group in $wants) {
            if ([string]$group.SID -in @($has | ForEach-Object { [string]$_.SID })) { continue }
            if (Change) { Add-LocalGroupMember -SID $group.SID -Member ([string]$user.SID) }
        }
    }
    foreach ($group in $has) {
        $named = [string]$group.SID -in $sids
        if ($given.groups_action -eq 'add' -or $named -ne ($given.groups_action -eq 'remove')) { continue }
        if (Change) { Remove-LocalGroupMember -SID $group.SID -Member ([string]$user.SID) }
    }
}
function New-Account {
    if (-not (Change)) { return }
    $to = @{ NoPassword = $true }
    if ($given.password) { $to = @{ Password = (ConvertTo-SecureString $given.password -AsPlainText -Force) } }
    try { New-LocalUser -Name $given.name @to } catch { Fail "cannot create the user '$($given.name)': $($_.Exception.Message)" }
}
function Say-User($user) {
    $is = Get-UserState $user
    foreach ($one in 'fullname', 'description', 'password_expired', 'password_never_expires', 'user_cannot_change_password', 'account_disabled') { SayJson $one $is[$one] }
    SayJson 'path' "WinNT://$env:USERDOMAIN/$env:COMPUTERNAME/$($user.Name)"
    SayJson 'sid' ([string]$user.SID)
    SayJson 'groups' @(Get-UserGroups $user | ForEach-Object { @{ name = $_.Name; path = "WinNT://$env:USERDOMAIN/$env:COMPUTERNAME/$($_.Name)" } })
}

if ($given.account_locked) { Fail "account_locked must be set to 'no' if provided" }
$user = Find-LocalUser $given.name
$before = $(if ($user) { Get-UserState $user } else { '' })
$after = @{ name = $given.name }
$isNew = -not $user
SayJson 'name' $given.name
if ($given.state -eq 'present') {
    if ($isNew) {
        $user = New-Account
        if ($given.password) { $after.password = 'REDACTED' }
    }
    if ($user) {
        $is = Get-UserState $user
        $after = $is.Clone()
        Set-Account $user $is
        foreach ($pair in @('home_directory', 'HomeDirectory'), @('login_script', 'LoginScript'), @('profile', 'Profile')) {
            $wish = $given[$pair[0]]
            if ($null -eq $wish -or [string](Get-Directory $user.Name).InvokeGet($pair[1]) -ceq $wish) { continue }
            $after[$pair[0]] = $wish
            if (Change) { Set-InDirectory $user.Name $pair[1] $wish }
        }
        if ($given.account_locked -eq $false -and (Get-Directory $user.Name).InvokeGet('IsAccountLocked') -and (Change)) {
            Set-InDirectory $user.Name 'IsAccountLocked' $false
        }
        if ($null -ne $given.groups) { Set-Groups $user }
    }
    SayJson 'state' 'present'
} elseif ($given.state -eq 'absent') {
    $after = ''
    if ($user) {
        if (Change) { Remove-LocalUser -SID $user.SID }
        Say 'msg' "User '$($user.Name)' deleted successfully"
    } else { Say 'msg' "User '$($given.name)' was not found" }
    SayJson 'state' 'absent'
} else {
    $after = $before
    Say 'msg' "Querying user '$($given.name)'"
    SayJson 'state' $(if ($user) { 'present' } else { 'absent' })
}
$user = Find-LocalUser $given.name
if ($user) { Say-User $user }
if ($session.Diff) { SayJson 'diff' @{ before = $before; after = $after } }

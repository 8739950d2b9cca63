# The model behind the doubles of LocalAccounts: users and groups in a file of the lab's drive.
$modelFile = 'C:\doubles\accounts.xml'
$domain = 'S-1-5-21-1111-2222-3333'
function Read-Model {
    if (Test-Path -LiteralPath $modelFile) { return Import-Clixml -LiteralPath $modelFile }
    @{
        next = 1001
        users = @(New-User 'Administrator' 500; New-User 'Guest' 501)
        groups = @(
            @{ Name = 'Administrators'; SID = 'S-1-5-32-544'; Description = ''; members = @("$domain-500") }
            @{ Name = 'Users'; SID = 'S-1-5-32-545'; Description = ''; members = @() }
            @{ Name = 'Guests'; SID = 'S-1-5-32-546'; Description = ''; members = @("$domain-501") }
        )
    }
}
function Write-Model($model) {
    $null = New-Item -ItemType Directory -Force -Path 'C:\doubles'
    $model | Export-Clixml -LiteralPath $modelFile -Depth 6
}
function New-User([string]$name, [int]$id) {
    @{
        Name = $name; SID = "$domain-$id"; FullName = ''; Description = ''; Enabled = $true; AccountExpires = $null
        PasswordExpires = [datetime]::Now.AddDays(42); PasswordLastSet = [datetime]::Now; UserMayChangePassword = $true; password = ''
    }
}
function Show-Entry($entry, [string[]]$hidden) {
    $shown = [ordered]@{}
    foreach ($one in $entry.Keys | Sort-Object) { if ($one -notin $hidden) { $shown[$one] = $entry[$one] } }
    $shown.SID = New-Object System.Security.Principal.SecurityIdentifier $entry.SID
    [pscustomobject]$shown
}
# what the commands throw where there is no such account
function Select-Entry($entries, $bound, [string]$kind) {
    $sid = $bound.SID
    $name = $bound.Name
    if ($bound.InputObject) { $sid = $bound.InputObject.SID }
    if ($bound.Group) { $name = $(if ($bound.Group.Name) { $bound.Group.Name } else { [string]$bound.Group }) }
    $found = @($entries | Where-Object { ($sid -and $_.SID -eq [string]$sid) -or ($name -and $_.Name -eq [string]$name) })
    if ($found.Count -eq 0) { throw "$kind $sid$name was not found." }
    $found[0]
}
function Get-Plain([securestring]$text) { [System.Net.NetworkCredential]::new('', $text).Password }
function Set-UserFields($user, $bound) {
    foreach ($one in 'FullName', 'Description', 'AccountExpires', 'UserMayChangePassword') { if ($bound.ContainsKey($one)) { $user[$one] = $bound[$one] } }
    if ($bound.AccountNeverExpires) { $user.AccountExpires = $null }
    if ($bound.ContainsKey('PasswordNeverExpires')) { $user.PasswordExpires = $(if ($bound.PasswordNeverExpires) { $null } else { [datetime]::Now.AddDays(42) }) }
    if ($bound.Password) {
        $user.password = Get-Plain $bound.Password
        $user.PasswordLastSet = [datetime]::Now
    }
}
$DoubleHandlers['Get-LocalUser'] = {
    param($bound)
    $model = Read-Model
    if ($bound.Count -eq 0) { return $model.users | ForEach-Object { Show-Entry $_ 'password' } }
    Show-Entry (Select-Entry $model.users @{ SID = @($bound.SID)[0]; Name = @($bound.Name)[0] } 'User') 'password'
}
$DoubleHandlers['New-LocalUser'] = {
    param($bound)
    $model = Read-Model
    if ($bound.Name.Length -gt 20) { throw 'Cannot validate argument on parameter ''Name''. The character length of the argument is too long.' }
    if ($model.users | Where-Object Name -EQ $bound.Name) { throw "User $($bound.Name) already exists." }
    $user = New-User $bound.Name $model.next
    $model.next += 1
    Set-UserFields $user $bound
    if ($bound.Disabled) { $user.Enabled = $false }
    if ($bound.UserMayNotChangePassword) { $user.UserMayChangePassword = $false }
    $model.users = @($model.users) + $user
    Write-Model $model
    Show-Entry $user 'password'
}
$DoubleHandlers['Set-LocalUser'] = {
    param($bound)
    $model = Read-Model
    Set-UserFields (Select-Entry $model.users $bound 'User') $bound
    Write-Model $model
}
foreach ($name in 'Enable', 'Disable') {
    $DoubleHandlers["$name-LocalUser"] = [scriptblock]::Create("param(`$bound) `$model = Read-Model; (Select-Entry `$model.users `$bound 'User').Enabled = `$$($name -eq 'Enable'); Write-Model `$model")
}
$DoubleHandlers['Remove-LocalUser'] = {
    param($bound)
    $model = Read-Model
    $user = Select-Entry $model.users $bound 'User'
    $model.users = @($model.users | Where-Object { $_.SID -ne $user.SID })
    foreach ($group in $model.groups) { $group.members = @($group.members | Where-Object { $_ -ne $user.SID }) }
    Write-Model $model
}
$DoubleHandlers['Get-LocalGroup'] = {
    param($bound)
    $model = Read-Model
    if ($bound.Count -eq 0) { return $model.groups | ForEach-Object { Show-Entry $_ 'members' } }
    Show-Entry (Select-Entry $model.groups @{ SID = @($bound.SID)[0]; Name = @($bound.Name)[0] } 'Group') 'members'
}
$DoubleHandlers['New-LocalGroup'] = {
    param($bound)
    $model = Read-Model
    if ($model.groups | Where-Object Name -EQ $bound.Name) { throw "Group $($bound.Name) already exists." }
    $group = @{ Name = $bound.Name; SID = "$domain-$($model.next)"; Description = [string]$bound.Description; members = @() }
    $model.next += 1
    $model.groups = @($model.groups) + $group
    Write-Model $model
    Show-Entry $group 'members'
}
$DoubleHandlers['Set-LocalGroup'] = {
    param($bound)
    $model = Read-Model
    (Select-Entry $model.groups $bound 'Group').Description = $bound.Description
    Write-Model $model
}
$DoubleHandlers['Remove-LocalGroup'] = {
    param($bound)
    $model = Read-Model
    $group = Select-Entry $model.groups $bound 'Group'
    $model.groups = @($model.groups | Where-Object { $_.SID -ne $group.SID })
    Write-Model $model
}
$DoubleHandlers['Get-LocalGroupMember'] = {
    param($bound)
    $model = Read-Model
    $group = Select-Entry $model.groups $bound 'Group'
    foreach ($sid in $group.members) {
        $user = $model.users | Where-Object { $_.SID -eq $sid }
        [pscustomobject]@{ Name = "$env:COMPUTERNAME\$($user.Name)"; SID = New-Object System.Security.Principal.SecurityIdentifier $sid; ObjectClass = 'User'; PrincipalSource = 'Local' }
    }
}
function Resolve-Member($model, $member) {
    $sid = $(if ($member.SID) { [string]$member.SID } else { [string]$member })
    $user = $model.users | Where-Object { $_.SID -eq $sid -or $_.Name -eq $sid }
    if ($user) { return $user.SID }
    if ($sid -like 'S-1-5-*') { return $sid }
    throw "Principal $member was not found."
}
$DoubleHandlers['Add-LocalGroupMember'] = {
    param($bound)
    $model = Read-Model
    $group = Select-Entry $model.groups @{ SID = $bound.SID; Name = $bound.Name; Group = $bound.Group } 'Group'
    foreach ($member in $bound.Member) {
        $sid = Resolve-Member $model $member
        if ($sid -in $group.members) { throw "$member is already a member of group $($group.Name)." }
        $group.members = @($group.members) + $sid
    }
    Write-Model $model
}
$DoubleHandlers['Remove-LocalGroupMember'] = {
    param($bound)
    $model = Read-Model
    $group = Select-Entry $model.groups @{ SID = $bound.SID; Name = $bound.Name; Group = $bound.Group } 'Group'
    foreach ($member in $bound.Member) {
        $sid = Resolve-Member $model $member
        if ($sid -notin $group.members) { throw "Member $member was not found in group $($group.Name)." }
        $group.members = @($group.members | Where-Object { $_ -ne $sid })
    }
    Write-Model $model
}

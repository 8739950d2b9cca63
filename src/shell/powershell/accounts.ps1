# Accounts of the host itself.
function Find-LocalUser([string]$name) { Get-LocalUser | Where-Object { $_.Name -eq $name } }
function Find-LocalGroup([string]$name) {
    $name = $name -replace ('^(BUILTIN|\.|' + [regex]::Escape($env:COMPUTERNAME) + ')\\'), ''
    Get-LocalGroup | Where-Object { $_.Name -eq $name -or [string]$_.SID -eq $name }
}
# The SID of an account by any of its names: those of the host itself are asked for first.
function Get-AccountSid([string]$name) {
    if ($name -match '^S-1-\d+(-\d+)+$') { return $name }
    $own = $name -replace '^\.\\', ''
    $prefix = "$env:COMPUTERNAME\"
    if ($own.StartsWith($prefix, [System.StringComparison]::OrdinalIgnoreCase)) { $own = $own.Substring($prefix.Length) }
    if (-not $own.Contains('\') -and -not $own.Contains('@')) {
        $found = @(Find-LocalUser $own) + @(Find-LocalGroup $own)
        if ($found.Count -gt 0) { return [string]$found[0].SID }
    }
    try { (New-Object System.Security.Principal.NTAccount $name).Translate([System.Security.Principal.SecurityIdentifier]).Value } catch {
        Fail "account_name $name is not a valid account, cannot get SID: $($_.Exception.GetBaseException().Message)"
    }
}
function Get-AccountOfSid([string]$sid) {
    $own = @(Get-LocalUser) + @(Get-LocalGroup) | Where-Object { [string]$_.SID -eq $sid } | Select-Object -First 1
    if ($own) { return "$env:COMPUTERNAME\$($own.Name)" }
    try { (New-Object System.Security.Principal.SecurityIdentifier $sid).Translate([System.Security.Principal.NTAccount]).Value } catch { $sid }
}
# As Windows itself names it: BUILTIN\Administrators.
function Format-Account([string]$sid) {
    try { (New-Object System.Security.Principal.SecurityIdentifier $sid).Translate([System.Security.Principal.NTAccount]).Value } catch { Get-AccountOfSid $sid }
}
function Get-MemberSids($group) { @(Get-LocalGroupMember -SID $group.SID | ForEach-Object { [string]$_.SID }) }

param([hashtable]$given)
function Show-Group($group, [string[]]$sids) {
    @{
        name = $group.Name
        description = $group.Description
        members = @($sids | ForEach-Object { Get-AccountOfSid $_ } | Sort-Object)
    }
}
function Set-Members($group) {
    $has = @(Get-MemberSids $group)
    $add = @($given.members_add | Where-Object { $_ } | ForEach-Object { Get-AccountSid $_ })
    $remove = @($given.members_remove | Where-Object { $_ } | ForEach-Object { Get-AccountSid $_ })
    if ($null -ne $given.members_set) {
        $add = @($given.members_set | Where-Object { $_ } | ForEach-Object { Get-AccountSid $_ })
        $remove = @($has | Where-Object { $_ -notin $add })
    }
    foreach ($sid in $add) {
        if ($sid -in $has) { continue }
        if (Change) { Add-LocalGroupMember -SID $group.SID -Member $sid }
        $has += $sid
    }
    foreach ($sid in $remove) {
        if ($sid -notin $has) { continue }
        if (Change) { Remove-LocalGroupMember -SID $group.SID -Member $sid }
        $has = @($has | Where-Object { $_ -ne $sid })
    }
    $has
}
$group = Get-LocalGroup | Where-Object { $_.Name -eq $given.name }
$before = $null
if ($group) { $before = Show-Group $group (Get-MemberSids $group) }
$after = $null
$sid = $null
if ($given.state -eq 'absent') {
    if ($group) {
        if (Change) { Remove-LocalGroup -SID $group.SID }
    }
} else {
    if (-not $group) {
        if (Change) { $group = New-LocalGroup -Name $given.name }
        else { $sid = 'S-1-5-0000' }
    }
    $description = $given.description
    $members = @()
    if ($group) {
        $sid = [string]$group.SID
        if ($null -ne $description -and [string]$group.Description -cne $description) {
            if (Change) {
                # an empty description is a blank to this command
                Set-LocalGroup -SID $group.SID -Description $(if ($description) { $description } else { ' ' })
            }
        } elseif ($null -eq $description) { $description = $group.Description }
        $members = @(Set-Members $group)
    }
    $after = Show-Group @{ Name = $given.name; Description = $description } $members
}
SayJson 'sid' $sid
if ($session.Diff) { SayJson 'diff' @{ before = $before; after = $after } }

param([hashtable]$given)
$group = Find-LocalGroup $given.name
if (-not $group) { Fail "Could not find local group $($given.name)" }
$wants = @($given.members | Where-Object { $_ } | ForEach-Object { Get-AccountSid $_ } | Select-Object -Unique)
$has = @(Get-MemberSids $group)
$added = @()
$removed = @()
$goes = @()
if ($given.state -eq 'absent') { $goes = @($wants | Where-Object { $_ -in $has }) }
elseif ($given.state -eq 'pure') { $goes = @($has | Where-Object { $_ -notin $wants }) }
if ($given.state -ne 'absent') {
    foreach ($sid in $wants) {
        if ($sid -in $has) { continue }
        if (Change) { Add-LocalGroupMember -SID $group.SID -Member $sid }
        $added += Get-AccountOfSid $sid
        $has += $sid
    }
}
foreach ($sid in $goes) {
    if (Change) { Remove-LocalGroupMember -SID $group.SID -Member $sid }
    $removed += Get-AccountOfSid $sid
    $has = @($has | Where-Object { $_ -ne $sid })
}
SayJson 'name' $given.name
if ($given.state -ne 'absent') { SayJson 'added' $added }
if ($given.state -ne 'present') { SayJson 'removed' $removed }
SayJson 'members' @($has | ForEach-Object { Get-AccountOfSid $_ })

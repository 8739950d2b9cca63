param([hashtable]$given)
function Set-Owner($item) {
    $acl = Get-Acl -LiteralPath $item.FullName
    $is = $acl.GetOwner([System.Security.Principal.SecurityIdentifier])
    if ($is -eq $sid) { return }
    if (-not (Differs $item.FullName ([string]$is) ([string]$sid))) { return }
    $acl.SetOwner($sid)
    Enable-Privileges 'SeRestorePrivilege', 'SeBackupPrivilege', 'SeTakeOwnershipPrivilege'
    try { Set-Acl -LiteralPath $item.FullName -AclObject $acl } catch {
        Fail "an error occurred when attempting to change owner on $($given.path) for $($given.user): $($_.Exception.GetBaseException().Message)"
    }
    $now = (Get-Acl -LiteralPath $item.FullName).GetOwner([System.Security.Principal.SecurityIdentifier])
    if ($now -ne $sid) { Fail "the owner of $($item.FullName) is still $now" }
}
function Set-OwnerBelow($folder) {
    foreach ($item in $folder.GetFileSystemInfos()) {
        Set-Owner $item
        if ($item -is [System.IO.DirectoryInfo] -and -not $item.Attributes.HasFlag([System.IO.FileAttributes]::ReparsePoint)) { Set-OwnerBelow $item }
    }
}
if (-not (Test-Path -LiteralPath $given.path)) { Fail "$($given.path) file or directory does not exist on the host" }
$sid = Resolve-Sid $given.user
$item = Get-Item -LiteralPath $given.path -Force
Set-Owner $item
if ($given.recurse -and $item -is [System.IO.DirectoryInfo]) { Set-OwnerBelow $item }

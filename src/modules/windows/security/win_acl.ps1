param([hashtable]$given)
function Test-SameRule($rule, [bool]$exactly) {
    $has = $rule.$kind
    $fits = $(if ($exactly) { $has -eq $wanted.$kind } else { ($has -band $wanted.$kind) -eq $wanted.$kind })
    $fits -and $rule.AccessControlType -eq $wanted.AccessControlType -and $rule.IdentityReference -eq $wanted.IdentityReference -and
        -not $rule.IsInherited -and $rule.InheritanceFlags -eq $wanted.InheritanceFlags -and $rule.PropagationFlags -eq $wanted.PropagationFlags
}
function Find-Rule($acl, [bool]$exactly) { @(Get-Rules $acl | Where-Object { Test-SameRule $_ $exactly }).Count -gt 0 }
if ($given.path -match '^Cert:') { Fail 'rights on certificates are not supported' }
$path = $given.path
$item = Find-Securable $path
for ($links = 0; $given.follow -and $item -and $item.LinkType -in 'SymbolicLink', 'Junction' -and $links -lt 40; $links++) {
    $path = [System.IO.Path]::Combine([System.IO.Path]::GetDirectoryName($item.FullName), @($item.Target)[0])
    $item = Find-Securable $path
}
if ($null -eq $item) { Fail "$path file or directory does not exist on the host" }
$sid = Resolve-Sid $given.user
$isKey = $item -is [Microsoft.Win32.RegistryKey]
$kind = $(if ($isKey) { 'RegistryRights' } else { 'FileSystemRights' })
$inherit = $given.inherit
if ($item -is [System.IO.FileInfo]) { $inherit = 'None' } elseif ($null -eq $inherit) { $inherit = 'ContainerInherit, ObjectInherit' }
$doing = "an error occurred when attempting to $($given.state) $($given.rights) permission(s) on $path for $($given.user)"
try {
    if ($isKey) { $wanted = New-Object System.Security.AccessControl.RegistryAccessRule $sid, $given.rights, $inherit, $given.propagation, $given.type }
    else { $wanted = New-Object System.Security.AccessControl.FileSystemAccessRule $sid, $given.rights, $inherit, $given.propagation, $given.type }
} catch { Fail "$doing - $($_.Exception.GetBaseException().Message)" }
$acl = Get-Acl -LiteralPath $item.PSPath
$is = $given.state -eq 'present'
if ((Find-Rule $acl (-not $is)) -eq $is) { return }
$before = $acl.Sddl
if ($is) { $acl.AddAccessRule($wanted) } else { $null = $acl.RemoveAccessRule($wanted) }
if (-not (Differs 'rights' $before $acl.Sddl)) { return }
try { Set-ItemAcl $item $acl } catch { Fail "$doing - $($_.Exception.GetBaseException().Message)" }
if ((Find-Rule (Get-Acl -LiteralPath $item.PSPath) (-not $is)) -ne $is) { Fail "$doing - the host took it, and nothing changed" }

param([hashtable]$given)
# rules of its own that say what an inherited one says already
function Remove-Doubles($acl) {
    $rules = Get-Rules $acl
    $inherited = @($rules | Where-Object { $_.IsInherited } | ForEach-Object { Format-Rule $_ })
    foreach ($rule in $rules) { if (-not $rule.IsInherited -and (Format-Rule $rule) -in $inherited) { $null = $acl.RemoveAccessRule($rule) } }
}
function Format-Rule($rule) {
    $rights = $(if ($isKey) { $rule.RegistryRights } else { $rule.FileSystemRights })
    "$($rule.IdentityReference) $($rule.AccessControlType) $rights $($rule.InheritanceFlags) $($rule.PropagationFlags)"
}
$path = $given.path
$item = Find-Securable $path
if ($null -eq $item) { Fail "$path does not exist" }
$isKey = $item -is [Microsoft.Win32.RegistryKey]
$acl = Get-Acl -LiteralPath $item.PSPath
$is = $(if ($acl.AreAccessRulesProtected) { 'absent' } else { 'present' })
if (-not (Differs 'inheritance' $is $given.state)) { return }
$acl.SetAccessRuleProtection($given.state -eq 'absent', $given.reorganize)
try {
    Set-ItemAcl $item $acl
    if ($given.state -eq 'present' -and $given.reorganize) {
        # what is inherited is only known once it is written
        $acl = Get-Acl -LiteralPath $item.PSPath
        Remove-Doubles $acl
        Set-ItemAcl $item $acl
    }
} catch { Fail "Failed to change inheritance of '$path': $($_.Exception.GetBaseException().Message)" }
$now = $(if ((Get-Acl -LiteralPath $item.PSPath).AreAccessRulesProtected) { 'absent' } else { 'present' })
if ($now -ne $given.state) { Fail "Failed to change inheritance of '$path': the host took it, and nothing changed" }

# Who may do what with a file, a folder or a key. What is written is read back: some file systems take it and do nothing.
function Find-Securable([string]$path) {
    $drives = @{ HKCR = 'HKEY_CLASSES_ROOT'; HKU = 'HKEY_USERS'; HKCC = 'HKEY_CURRENT_CONFIG' }
    if ($path -match '^(HKCR|HKU|HKCC):') { $path = 'Registry::' + $drives[$matches[1]] + $path.Substring($matches[0].Length) }
    if (Test-Path -LiteralPath $path) { Get-Item -LiteralPath $path -Force }
}
function Resolve-Sid([string]$name) {
    New-Object System.Security.Principal.SecurityIdentifier (Get-AccountSid $name)
}
function Get-Rules($acl) { @($acl.GetAccessRules($true, $true, [System.Security.Principal.SecurityIdentifier])) }
function Set-ItemAcl($item, $acl) {
    Enable-Privileges 'SeRestorePrivilege', 'SeBackupPrivilege', 'SeTakeOwnershipPrivilege'
    Set-Acl -LiteralPath $item.PSPath -AclObject $acl
}

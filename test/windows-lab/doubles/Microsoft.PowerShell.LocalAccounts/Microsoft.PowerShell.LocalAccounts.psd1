@{
    RootModule = 'Microsoft.PowerShell.LocalAccounts.psm1'
    ModuleVersion = '1.0.0.0'
    GUID = 'ad1a051f-49da-4051-844e-b42bdc5da358'
    CompatiblePSEditions = 'Desktop', 'Core'
    FunctionsToExport = 'Get-LocalUser', 'New-LocalUser', 'Set-LocalUser', 'Remove-LocalUser', 'Enable-LocalUser', 'Disable-LocalUser', 'Get-LocalGroup', 'New-LocalGroup', 'Set-LocalGroup', 'Remove-LocalGroup', 'Get-LocalGroupMember', 'Add-LocalGroupMember', 'Remove-LocalGroupMember'
    CmdletsToExport = @()
    AliasesToExport = @()
    VariablesToExport = @()
}

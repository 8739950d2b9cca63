@{
    RootModule = 'SmbShare.psm1'
    ModuleVersion = '1.0.0.0'
    GUID = '084ec312-35cf-4a8a-901c-bd7255c6a2de'
    CompatiblePSEditions = 'Desktop', 'Core'
    FunctionsToExport = 'Get-SmbShare', 'New-SmbShare', 'Set-SmbShare', 'Remove-SmbShare', 'Get-SmbShareAccess', 'Grant-SmbShareAccess', 'Revoke-SmbShareAccess', 'Block-SmbShareAccess', 'Unblock-SmbShareAccess'
    CmdletsToExport = @()
    AliasesToExport = @()
    VariablesToExport = @()
}

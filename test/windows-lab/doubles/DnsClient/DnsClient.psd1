@{
    RootModule = 'DnsClient.psm1'
    ModuleVersion = '1.0.0.0'
    GUID = '84313625-5c00-45f5-a170-fac495ef80a6'
    CompatiblePSEditions = 'Desktop', 'Core'
    FunctionsToExport = 'Set-DnsClientServerAddress', 'Get-DnsClientGlobalSetting', 'Set-DnsClientGlobalSetting'
    CmdletsToExport = @()
    AliasesToExport = @()
    VariablesToExport = @()
}

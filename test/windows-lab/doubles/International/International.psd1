@{
    RootModule = 'International.psm1'
    ModuleVersion = '1.0.0.0'
    GUID = 'bc501120-39d4-410f-b052-edfcf253c95b'
    CompatiblePSEditions = 'Desktop', 'Core'
    FunctionsToExport = 'Get-WinSystemLocale', 'Set-WinSystemLocale'
    CmdletsToExport = @()
    AliasesToExport = @()
    VariablesToExport = @()
}

@{
    RootModule = 'Dism.psm1'
    ModuleVersion = '1.0.0.0'
    GUID = '51155690-c407-43a0-b19f-ba0698bfb25a'
    CompatiblePSEditions = 'Desktop', 'Core'
    FunctionsToExport = 'Get-WindowsOptionalFeature', 'Enable-WindowsOptionalFeature', 'Disable-WindowsOptionalFeature'
    CmdletsToExport = @()
    AliasesToExport = @()
    VariablesToExport = @()
}

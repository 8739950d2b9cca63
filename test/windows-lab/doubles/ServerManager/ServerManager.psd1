@{
    RootModule = 'ServerManager.psm1'
    ModuleVersion = '1.0.0.0'
    GUID = '5ec6a6df-0f01-420d-96ca-5852188a82e3'
    CompatiblePSEditions = 'Desktop', 'Core'
    FunctionsToExport = 'Get-WindowsFeature', 'Install-WindowsFeature', 'Uninstall-WindowsFeature'
    CmdletsToExport = @()
    AliasesToExport = @()
    VariablesToExport = @()
}

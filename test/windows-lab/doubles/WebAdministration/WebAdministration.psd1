@{
    RootModule = 'WebAdministration.psm1'
    ModuleVersion = '1.0.0.0'
    GUID = '288dc43f-d678-411b-859a-0605b746313f'
    CompatiblePSEditions = 'Desktop', 'Core'
    FunctionsToExport = 'Get-Website', 'New-Website', 'Remove-Website', 'Start-Website', 'Stop-Website', 'Get-WebBinding', 'New-WebBinding', 'Set-WebBinding', 'New-WebAppPool', 'Remove-WebAppPool', 'Start-WebAppPool', 'Stop-WebAppPool', 'Restart-WebAppPool', 'Get-WebAppPoolState', 'Get-WebConfiguration', 'Get-WebConfigurationProperty', 'Set-WebConfigurationProperty', 'Remove-WebConfigurationProperty', 'Add-WebConfigurationProperty', 'Clear-WebConfiguration'
    CmdletsToExport = @()
    AliasesToExport = @()
    VariablesToExport = @()
}

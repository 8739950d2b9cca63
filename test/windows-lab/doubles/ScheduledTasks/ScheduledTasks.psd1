@{
    RootModule = 'ScheduledTasks.psm1'
    ModuleVersion = '1.0.0.0'
    GUID = '0e2b6816-eb63-4363-b944-ef35df81247b'
    CompatiblePSEditions = 'Desktop', 'Core'
    FunctionsToExport = 'Get-ScheduledTask', 'Get-ScheduledTaskInfo', 'Export-ScheduledTask', 'Register-ScheduledTask', 'Unregister-ScheduledTask'
    CmdletsToExport = @()
    AliasesToExport = @()
    VariablesToExport = @()
}

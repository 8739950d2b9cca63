# Generated from the command tables of Windows PowerShell 5.1: names, parameters, sets and positions are genuine.


function Get-WindowsFeature {
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Position = 0, ValueFromPipeline)]
        [string[]] ${Name},
        [Parameter()]
        [string] ${Vhd},
        [Parameter()]
        [Alias('Cn')]
        [string] ${ComputerName},
        [Parameter()]
        [pscredential] ${Credential},
        [Parameter()]
        [string] ${LogPath}
    )
    process {
        if ($DoubleHandlers.ContainsKey('Get-WindowsFeature')) { & $DoubleHandlers['Get-WindowsFeature'] ([hashtable] $PSBoundParameters) }
    }
}

function Install-WindowsFeature {
    [CmdletBinding(DefaultParameterSetName = 'ComponentNamesAndRunningComputer', SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(ParameterSetName = 'ComponentNamesAndRunningComputer', Position = 0, Mandatory, ValueFromPipeline)]
        [Parameter(ParameterSetName = 'ComponentNamesAndVhdPath', Position = 0, Mandatory, ValueFromPipeline)]
        [object[]] ${Name},
        [Parameter(ParameterSetName = 'ConfigurationFile', Mandatory)]
        [string] ${ConfigurationFilePath},
        [Parameter(ParameterSetName = 'ConfigurationFile')]
        [Parameter(ParameterSetName = 'ComponentNamesAndVhdPath', Mandatory)]
        [string] ${Vhd},
        [Parameter(ParameterSetName = 'ConfigurationFile')]
        [Parameter(ParameterSetName = 'ComponentNamesAndRunningComputer')]
        [switch] ${Restart},
        [Parameter(ParameterSetName = 'ComponentNamesAndVhdPath')]
        [Parameter(ParameterSetName = 'ComponentNamesAndRunningComputer')]
        [switch] ${IncludeAllSubFeature},
        [Parameter(ParameterSetName = 'ComponentNamesAndVhdPath')]
        [Parameter(ParameterSetName = 'ComponentNamesAndRunningComputer')]
        [switch] ${IncludeManagementTools},
        [Parameter()]
        [string[]] ${Source},
        [Parameter()]
        [Alias('Cn')]
        [string] ${ComputerName},
        [Parameter()]
        [pscredential] ${Credential},
        [Parameter()]
        [string] ${LogPath}
    )
    process {
        if ($DoubleHandlers.ContainsKey('Install-WindowsFeature')) { & $DoubleHandlers['Install-WindowsFeature'] ([hashtable] $PSBoundParameters) }
    }
}

function Uninstall-WindowsFeature {
    [CmdletBinding(DefaultParameterSetName = 'RunningComputer', SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0, Mandatory, ValueFromPipeline)]
        [object[]] ${Name},
        [Parameter(ParameterSetName = 'VhdPath')]
        [string] ${Vhd},
        [Parameter(ParameterSetName = 'RunningComputer')]
        [switch] ${Restart},
        [Parameter(ParameterSetName = 'RunningComputer')]
        [Parameter(ParameterSetName = 'VhdPath')]
        [switch] ${IncludeManagementTools},
        [Parameter()]
        [switch] ${Remove},
        [Parameter()]
        [Alias('Cn')]
        [string] ${ComputerName},
        [Parameter()]
        [pscredential] ${Credential},
        [Parameter()]
        [string] ${LogPath}
    )
    process {
        if ($DoubleHandlers.ContainsKey('Uninstall-WindowsFeature')) { & $DoubleHandlers['Uninstall-WindowsFeature'] ([hashtable] $PSBoundParameters) }
    }
}

# Generated from the command tables of Windows PowerShell 5.1: names, parameters, sets and positions are genuine.


function Get-WindowsOptionalFeature {
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(ValueFromPipelineByPropertyName)]
        [string] ${FeatureName},
        [Parameter(ValueFromPipelineByPropertyName)]
        [string] ${PackageName},
        [Parameter(ValueFromPipelineByPropertyName)]
        [string] ${PackagePath},
        [Parameter(ParameterSetName = 'Offline', Mandatory, ValueFromPipelineByPropertyName)]
        [string] ${Path},
        [Parameter(ParameterSetName = 'Online', Mandatory, ValueFromPipelineByPropertyName)]
        [switch] ${Online},
        [Parameter(ValueFromPipelineByPropertyName)]
        [string] ${WindowsDirectory},
        [Parameter(ValueFromPipelineByPropertyName)]
        [string] ${SystemDrive},
        [Parameter(ValueFromPipelineByPropertyName)]
        [Alias('LP')]
        [string] ${LogPath},
        [Parameter(ValueFromPipelineByPropertyName)]
        [string] ${ScratchDirectory},
        [Parameter(ValueFromPipelineByPropertyName)]
        [Alias('LL')]
        [ValidateSet('Errors', 'Warnings', 'WarningsInfo')]
        [object] ${LogLevel}
    )
    process {
        if ($DoubleHandlers.ContainsKey('Get-WindowsOptionalFeature')) { & $DoubleHandlers['Get-WindowsOptionalFeature'] ([hashtable] $PSBoundParameters) }
    }
}

function Enable-WindowsOptionalFeature {
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(ParameterSetName = 'Online', Mandatory, ValueFromPipelineByPropertyName)]
        [Parameter(ParameterSetName = 'Offline', Mandatory, ValueFromPipelineByPropertyName)]
        [string[]] ${FeatureName},
        [Parameter(ValueFromPipelineByPropertyName)]
        [string] ${PackageName},
        [Parameter(ValueFromPipelineByPropertyName)]
        [switch] ${All},
        [Parameter(ValueFromPipelineByPropertyName)]
        [switch] ${LimitAccess},
        [Parameter(ValueFromPipelineByPropertyName)]
        [string[]] ${Source},
        [Parameter(ValueFromPipelineByPropertyName)]
        [switch] ${NoRestart},
        [Parameter(ParameterSetName = 'Offline', Mandatory, ValueFromPipelineByPropertyName)]
        [string] ${Path},
        [Parameter(ParameterSetName = 'Online', Mandatory, ValueFromPipelineByPropertyName)]
        [switch] ${Online},
        [Parameter(ValueFromPipelineByPropertyName)]
        [string] ${WindowsDirectory},
        [Parameter(ValueFromPipelineByPropertyName)]
        [string] ${SystemDrive},
        [Parameter(ValueFromPipelineByPropertyName)]
        [Alias('LP')]
        [string] ${LogPath},
        [Parameter(ValueFromPipelineByPropertyName)]
        [string] ${ScratchDirectory},
        [Parameter(ValueFromPipelineByPropertyName)]
        [Alias('LL')]
        [ValidateSet('Errors', 'Warnings', 'WarningsInfo')]
        [object] ${LogLevel}
    )
    process {
        if ($DoubleHandlers.ContainsKey('Enable-WindowsOptionalFeature')) { & $DoubleHandlers['Enable-WindowsOptionalFeature'] ([hashtable] $PSBoundParameters) }
    }
}

function Disable-WindowsOptionalFeature {
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(ParameterSetName = 'Online', Mandatory, ValueFromPipelineByPropertyName)]
        [Parameter(ParameterSetName = 'Offline', Mandatory, ValueFromPipelineByPropertyName)]
        [string[]] ${FeatureName},
        [Parameter(ValueFromPipelineByPropertyName)]
        [string] ${PackageName},
        [Parameter(ValueFromPipelineByPropertyName)]
        [switch] ${Remove},
        [Parameter(ValueFromPipelineByPropertyName)]
        [switch] ${NoRestart},
        [Parameter(ParameterSetName = 'Offline', Mandatory, ValueFromPipelineByPropertyName)]
        [string] ${Path},
        [Parameter(ParameterSetName = 'Online', Mandatory, ValueFromPipelineByPropertyName)]
        [switch] ${Online},
        [Parameter(ValueFromPipelineByPropertyName)]
        [string] ${WindowsDirectory},
        [Parameter(ValueFromPipelineByPropertyName)]
        [string] ${SystemDrive},
        [Parameter(ValueFromPipelineByPropertyName)]
        [Alias('LP')]
        [string] ${LogPath},
        [Parameter(ValueFromPipelineByPropertyName)]
        [string] ${ScratchDirectory},
        [Parameter(ValueFromPipelineByPropertyName)]
        [Alias('LL')]
        [ValidateSet('Errors', 'Warnings', 'WarningsInfo')]
        [object] ${LogLevel}
    )
    process {
        if ($DoubleHandlers.ContainsKey('Disable-WindowsOptionalFeature')) { & $DoubleHandlers['Disable-WindowsOptionalFeature'] ([hashtable] $PSBoundParameters) }
    }
}

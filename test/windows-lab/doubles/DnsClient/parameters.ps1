# Generated from the command tables of Windows PowerShell 5.1: names, parameters, sets and positions are genuine.

function Set-DnsClientServerAddress {
    [CmdletBinding(DefaultParameterSetName = 'ByAlias', SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(ParameterSetName = 'ByName', Mandatory, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [uint32[]] ${InterfaceIndex},
        [Parameter(ParameterSetName = 'ByAlias', Position = 0, Mandatory)]
        [string[]] ${InterfaceAlias},
        [Parameter(ParameterSetName = 'InputObject (cdxml)', Mandatory, ValueFromPipeline)]
        [object[]] ${InputObject},
        [Parameter(ParameterSetName = 'InputObject (cdxml)')]
        [Parameter(ParameterSetName = 'ByAlias')]
        [Parameter(ParameterSetName = 'ByName')]
        [Alias('Addresses')]
        [string[]] ${ServerAddresses},
        [Parameter(ParameterSetName = 'InputObject (cdxml)')]
        [Parameter(ParameterSetName = 'ByAlias')]
        [Parameter(ParameterSetName = 'ByName')]
        [switch] ${Validate},
        [Parameter(ParameterSetName = 'InputObject (cdxml)')]
        [Parameter(ParameterSetName = 'ByAlias')]
        [Parameter(ParameterSetName = 'ByName')]
        [Alias('ResetAddresses')]
        [switch] ${ResetServerAddresses},
        [Parameter(ParameterSetName = 'InputObject (cdxml)')]
        [Parameter(ParameterSetName = 'ByAlias')]
        [Parameter(ParameterSetName = 'ByName')]
        [Alias('Session')]
        [object[]] ${CimSession},
        [Parameter(ParameterSetName = 'InputObject (cdxml)')]
        [Parameter(ParameterSetName = 'ByAlias')]
        [Parameter(ParameterSetName = 'ByName')]
        [int] ${ThrottleLimit},
        [Parameter(ParameterSetName = 'InputObject (cdxml)')]
        [Parameter(ParameterSetName = 'ByAlias')]
        [Parameter(ParameterSetName = 'ByName')]
        [switch] ${AsJob},
        [Parameter(ParameterSetName = 'InputObject (cdxml)')]
        [Parameter(ParameterSetName = 'ByAlias')]
        [Parameter(ParameterSetName = 'ByName')]
        [switch] ${PassThru}
    )
    process {
        if ($DoubleHandlers.ContainsKey('Set-DnsClientServerAddress')) { & $DoubleHandlers['Set-DnsClientServerAddress'] ([hashtable] $PSBoundParameters) }
    }
}

function Get-DnsClientGlobalSetting {
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter()]
        [Alias('Session')]
        [object[]] ${CimSession},
        [Parameter()]
        [int] ${ThrottleLimit},
        [Parameter()]
        [switch] ${AsJob}
    )
    process {
        if ($DoubleHandlers.ContainsKey('Get-DnsClientGlobalSetting')) { & $DoubleHandlers['Get-DnsClientGlobalSetting'] ([hashtable] $PSBoundParameters) }
    }
}

function Set-DnsClientGlobalSetting {
    [CmdletBinding(DefaultParameterSetName = 'ByName', SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(ParameterSetName = 'InputObject (cdxml)', ValueFromPipeline)]
        [object[]] ${InputObject},
        [Parameter(ParameterSetName = 'InputObject (cdxml)')]
        [string[]] ${SuffixSearchList},
        [Parameter(ParameterSetName = 'InputObject (cdxml)')]
        [bool] ${UseDevolution},
        [Parameter(ParameterSetName = 'InputObject (cdxml)')]
        [uint32] ${DevolutionLevel},
        [Parameter(ParameterSetName = 'InputObject (cdxml)')]
        [Alias('Session')]
        [object[]] ${CimSession},
        [Parameter(ParameterSetName = 'InputObject (cdxml)')]
        [int] ${ThrottleLimit},
        [Parameter(ParameterSetName = 'InputObject (cdxml)')]
        [switch] ${AsJob},
        [Parameter(ParameterSetName = 'InputObject (cdxml)')]
        [switch] ${PassThru}
    )
    process {
        if ($DoubleHandlers.ContainsKey('Set-DnsClientGlobalSetting')) { & $DoubleHandlers['Set-DnsClientGlobalSetting'] ([hashtable] $PSBoundParameters) }
    }
}

# Generated from the command tables of Windows PowerShell 5.1: names, parameters, sets and positions are genuine.

function Get-SmbShare {
    [CmdletBinding(DefaultParameterSetName = 'Query (cdxml)', PositionalBinding = $false)]
    param(
        [Parameter(ParameterSetName = 'Query (cdxml)', Position = 1, ValueFromPipelineByPropertyName)]
        [string[]] ${Name},
        [Parameter(ParameterSetName = 'Query (cdxml)', Position = 2, ValueFromPipelineByPropertyName)]
        [string[]] ${ScopeName},
        [Parameter(ParameterSetName = 'Query (cdxml)', ValueFromPipelineByPropertyName)]
        [bool[]] ${Scoped},
        [Parameter(ParameterSetName = 'Query (cdxml)', ValueFromPipelineByPropertyName)]
        [bool[]] ${Special},
        [Parameter(ParameterSetName = 'Query (cdxml)', ValueFromPipelineByPropertyName)]
        [bool[]] ${ContinuouslyAvailable},
        [Parameter(ParameterSetName = 'Query (cdxml)', ValueFromPipelineByPropertyName)]
        [ValidateSet('Pending', 'Online', 'Offline')]
        [object[]] ${ShareState},
        [Parameter(ParameterSetName = 'Query (cdxml)', ValueFromPipelineByPropertyName)]
        [ValidateSet('AccessBased', 'Unrestricted')]
        [object[]] ${FolderEnumerationMode},
        [Parameter(ParameterSetName = 'Query (cdxml)', ValueFromPipelineByPropertyName)]
        [ValidateSet('Manual', 'Documents', 'Programs', 'BranchCache', 'Unknown')]
        [object[]] ${CachingMode},
        [Parameter(ParameterSetName = 'Query (cdxml)', ValueFromPipelineByPropertyName)]
        [uint32[]] ${ConcurrentUserLimit},
        [Parameter(ParameterSetName = 'Query (cdxml)', ValueFromPipelineByPropertyName)]
        [ValidateSet('NonClustered', 'Clustered', 'ScaleOut', 'CSV', 'DFS')]
        [object[]] ${AvailabilityType},
        [Parameter(ParameterSetName = 'Query (cdxml)', ValueFromPipelineByPropertyName)]
        [uint32[]] ${CaTimeout},
        [Parameter(ParameterSetName = 'Query (cdxml)', ValueFromPipelineByPropertyName)]
        [bool[]] ${EncryptData},
        [Parameter(ParameterSetName = 'Query (cdxml)')]
        [switch] ${IncludeHidden},
        [Parameter(ParameterSetName = 'Query (cdxml)', ValueFromPipelineByPropertyName)]
        [ValidateSet('Default', 'CSV', 'SBL', 'SR')]
        [object] ${SmbInstance},
        [Parameter(ParameterSetName = 'Query (cdxml)')]
        [Alias('Session')]
        [object[]] ${CimSession},
        [Parameter(ParameterSetName = 'Query (cdxml)')]
        [int] ${ThrottleLimit},
        [Parameter(ParameterSetName = 'Query (cdxml)')]
        [switch] ${AsJob},
        [Parameter(ParameterSetName = 'Query (cdxml)', ValueFromPipelineByPropertyName)]
        [ValidateSet('Full', 'Shared')]
        [object[]] ${LeasingMode}
    )
    process {
        if ($DoubleHandlers.ContainsKey('Get-SmbShare')) { & $DoubleHandlers['Get-SmbShare'] ([hashtable] $PSBoundParameters) }
    }
}

function New-SmbShare {
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(ParameterSetName = 'CreateShare0')]
        [switch] ${Temporary},
        [Parameter(ParameterSetName = 'CreateShare0')]
        [bool] ${ContinuouslyAvailable},
        [Parameter(ParameterSetName = 'CreateShare0')]
        [string] ${Description},
        [Parameter(ParameterSetName = 'CreateShare0')]
        [uint32] ${ConcurrentUserLimit},
        [Parameter(ParameterSetName = 'CreateShare0')]
        [uint32] ${CATimeout},
        [Parameter(ParameterSetName = 'CreateShare0')]
        [ValidateSet('AccessBased', 'Unrestricted')]
        [object] ${FolderEnumerationMode},
        [Parameter(ParameterSetName = 'CreateShare0')]
        [ValidateSet('Manual', 'Documents', 'Programs', 'BranchCache', 'Unknown')]
        [object] ${CachingMode},
        [Parameter(ParameterSetName = 'CreateShare0')]
        [string[]] ${FullAccess},
        [Parameter(ParameterSetName = 'CreateShare0')]
        [string[]] ${ChangeAccess},
        [Parameter(ParameterSetName = 'CreateShare0')]
        [string[]] ${ReadAccess},
        [Parameter(ParameterSetName = 'CreateShare0')]
        [string[]] ${NoAccess},
        [Parameter(ParameterSetName = 'CreateShare0', ValueFromPipelineByPropertyName)]
        [string] ${SecurityDescriptor},
        [Parameter(ParameterSetName = 'CreateShare0', Position = 2, Mandatory, ValueFromPipelineByPropertyName)]
        [string] ${Path},
        [Parameter(ParameterSetName = 'CreateShare0', Position = 1, Mandatory, ValueFromPipelineByPropertyName)]
        [string] ${Name},
        [Parameter(ParameterSetName = 'CreateShare0', Position = 3, ValueFromPipelineByPropertyName)]
        [string] ${ScopeName},
        [Parameter(ParameterSetName = 'CreateShare0')]
        [bool] ${EncryptData},
        [Parameter(ParameterSetName = 'CreateShare0')]
        [Alias('Session')]
        [object[]] ${CimSession},
        [Parameter(ParameterSetName = 'CreateShare0')]
        [int] ${ThrottleLimit},
        [Parameter(ParameterSetName = 'CreateShare0')]
        [switch] ${AsJob},
        [Parameter(ParameterSetName = 'CreateShare0')]
        [object] ${LeasingMode}
    )
    process {
        if ($DoubleHandlers.ContainsKey('New-SmbShare')) { & $DoubleHandlers['New-SmbShare'] ([hashtable] $PSBoundParameters) }
    }
}

function Set-SmbShare {
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(ParameterSetName = 'Query', Position = 1, Mandatory, ValueFromPipelineByPropertyName)]
        [string[]] ${Name},
        [Parameter(ParameterSetName = 'Query', Position = 2, ValueFromPipelineByPropertyName)]
        [string[]] ${ScopeName},
        [Parameter(ParameterSetName = 'Query', ValueFromPipelineByPropertyName)]
        [ValidateSet('Default', 'CSV', 'SBL', 'SR')]
        [object] ${SmbInstance},
        [Parameter(ParameterSetName = 'InputObject (cdxml)', Mandatory, ValueFromPipeline)]
        [object[]] ${InputObject},
        [Parameter(ParameterSetName = 'InputObject (cdxml)', ValueFromPipelineByPropertyName)]
        [Parameter(ParameterSetName = 'Query', ValueFromPipelineByPropertyName)]
        [string] ${Description},
        [Parameter(ParameterSetName = 'InputObject (cdxml)', ValueFromPipelineByPropertyName)]
        [Parameter(ParameterSetName = 'Query', ValueFromPipelineByPropertyName)]
        [uint32] ${ConcurrentUserLimit},
        [Parameter(ParameterSetName = 'InputObject (cdxml)', ValueFromPipelineByPropertyName)]
        [Parameter(ParameterSetName = 'Query', ValueFromPipelineByPropertyName)]
        [uint32] ${CATimeout},
        [Parameter(ParameterSetName = 'InputObject (cdxml)', ValueFromPipelineByPropertyName)]
        [Parameter(ParameterSetName = 'Query', ValueFromPipelineByPropertyName)]
        [bool] ${ContinuouslyAvailable},
        [Parameter(ParameterSetName = 'InputObject (cdxml)', ValueFromPipelineByPropertyName)]
        [Parameter(ParameterSetName = 'Query', ValueFromPipelineByPropertyName)]
        [ValidateSet('AccessBased', 'Unrestricted')]
        [object] ${FolderEnumerationMode},
        [Parameter(ParameterSetName = 'InputObject (cdxml)', ValueFromPipelineByPropertyName)]
        [Parameter(ParameterSetName = 'Query', ValueFromPipelineByPropertyName)]
        [ValidateSet('Manual', 'Documents', 'Programs', 'BranchCache', 'Unknown')]
        [object] ${CachingMode},
        [Parameter(ParameterSetName = 'InputObject (cdxml)', ValueFromPipelineByPropertyName)]
        [Parameter(ParameterSetName = 'Query', ValueFromPipelineByPropertyName)]
        [string] ${SecurityDescriptor},
        [Parameter(ParameterSetName = 'InputObject (cdxml)', ValueFromPipelineByPropertyName)]
        [Parameter(ParameterSetName = 'Query', ValueFromPipelineByPropertyName)]
        [bool] ${EncryptData},
        [Parameter(ParameterSetName = 'InputObject (cdxml)')]
        [Parameter(ParameterSetName = 'Query')]
        [switch] ${Force},
        [Parameter(ParameterSetName = 'InputObject (cdxml)')]
        [Parameter(ParameterSetName = 'Query')]
        [Alias('Session')]
        [object[]] ${CimSession},
        [Parameter(ParameterSetName = 'InputObject (cdxml)')]
        [Parameter(ParameterSetName = 'Query')]
        [int] ${ThrottleLimit},
        [Parameter(ParameterSetName = 'InputObject (cdxml)')]
        [Parameter(ParameterSetName = 'Query')]
        [switch] ${AsJob},
        [Parameter(ParameterSetName = 'InputObject (cdxml)')]
        [Parameter(ParameterSetName = 'Query')]
        [switch] ${PassThru},
        [Parameter(ParameterSetName = 'InputObject (cdxml)')]
        [Parameter(ParameterSetName = 'Query')]
        [ValidateSet('Full', 'Shared')]
        [object] ${LeasingMode}
    )
    process {
        if ($DoubleHandlers.ContainsKey('Set-SmbShare')) { & $DoubleHandlers['Set-SmbShare'] ([hashtable] $PSBoundParameters) }
    }
}

function Remove-SmbShare {
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(ParameterSetName = 'Query', Position = 1, Mandatory, ValueFromPipelineByPropertyName)]
        [string[]] ${Name},
        [Parameter(ParameterSetName = 'Query', Position = 2, ValueFromPipelineByPropertyName)]
        [string[]] ${ScopeName},
        [Parameter(ParameterSetName = 'Query', ValueFromPipelineByPropertyName)]
        [ValidateSet('Default', 'CSV', 'SBL', 'SR')]
        [object] ${SmbInstance},
        [Parameter(ParameterSetName = 'InputObject (cdxml)', Mandatory, ValueFromPipeline)]
        [object[]] ${InputObject},
        [Parameter(ParameterSetName = 'InputObject (cdxml)')]
        [Parameter(ParameterSetName = 'Query')]
        [switch] ${Force},
        [Parameter(ParameterSetName = 'InputObject (cdxml)')]
        [Parameter(ParameterSetName = 'Query')]
        [Alias('Session')]
        [object[]] ${CimSession},
        [Parameter(ParameterSetName = 'InputObject (cdxml)')]
        [Parameter(ParameterSetName = 'Query')]
        [int] ${ThrottleLimit},
        [Parameter(ParameterSetName = 'InputObject (cdxml)')]
        [Parameter(ParameterSetName = 'Query')]
        [switch] ${AsJob},
        [Parameter(ParameterSetName = 'InputObject (cdxml)')]
        [Parameter(ParameterSetName = 'Query')]
        [switch] ${PassThru}
    )
    process {
        if ($DoubleHandlers.ContainsKey('Remove-SmbShare')) { & $DoubleHandlers['Remove-SmbShare'] ([hashtable] $PSBoundParameters) }
    }
}

function Get-SmbShareAccess {
    [CmdletBinding(DefaultParameterSetName = 'Query (cdxml)', SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(ParameterSetName = 'Query (cdxml)', Position = 1, Mandatory, ValueFromPipelineByPropertyName)]
        [string[]] ${Name},
        [Parameter(ParameterSetName = 'Query (cdxml)', Position = 2, ValueFromPipelineByPropertyName)]
        [string[]] ${ScopeName},
        [Parameter(ParameterSetName = 'Query (cdxml)', ValueFromPipelineByPropertyName)]
        [ValidateSet('Default', 'CSV', 'SBL', 'SR')]
        [object] ${SmbInstance},
        [Parameter(ParameterSetName = 'InputObject (cdxml)', Mandatory, ValueFromPipeline)]
        [object[]] ${InputObject},
        [Parameter(ParameterSetName = 'InputObject (cdxml)')]
        [Parameter(ParameterSetName = 'Query (cdxml)')]
        [Alias('Session')]
        [object[]] ${CimSession},
        [Parameter(ParameterSetName = 'InputObject (cdxml)')]
        [Parameter(ParameterSetName = 'Query (cdxml)')]
        [int] ${ThrottleLimit},
        [Parameter(ParameterSetName = 'InputObject (cdxml)')]
        [Parameter(ParameterSetName = 'Query (cdxml)')]
        [switch] ${AsJob}
    )
    process {
        if ($DoubleHandlers.ContainsKey('Get-SmbShareAccess')) { & $DoubleHandlers['Get-SmbShareAccess'] ([hashtable] $PSBoundParameters) }
    }
}

function Grant-SmbShareAccess {
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(ParameterSetName = 'Query', Position = 1, Mandatory, ValueFromPipelineByPropertyName)]
        [string[]] ${Name},
        [Parameter(ParameterSetName = 'Query', Position = 2, ValueFromPipelineByPropertyName)]
        [string[]] ${ScopeName},
        [Parameter(ParameterSetName = 'Query', ValueFromPipelineByPropertyName)]
        [ValidateSet('Default', 'CSV', 'SBL', 'SR')]
        [object] ${SmbInstance},
        [Parameter(ParameterSetName = 'InputObject (cdxml)', Mandatory, ValueFromPipeline)]
        [object[]] ${InputObject},
        [Parameter(ParameterSetName = 'InputObject (cdxml)')]
        [Parameter(ParameterSetName = 'Query')]
        [string[]] ${AccountName},
        [Parameter(ParameterSetName = 'InputObject (cdxml)')]
        [Parameter(ParameterSetName = 'Query')]
        [ValidateSet('Full', 'Change', 'Read')]
        [object] ${AccessRight},
        [Parameter(ParameterSetName = 'InputObject (cdxml)')]
        [Parameter(ParameterSetName = 'Query')]
        [switch] ${Force},
        [Parameter(ParameterSetName = 'InputObject (cdxml)')]
        [Parameter(ParameterSetName = 'Query')]
        [Alias('Session')]
        [object[]] ${CimSession},
        [Parameter(ParameterSetName = 'InputObject (cdxml)')]
        [Parameter(ParameterSetName = 'Query')]
        [int] ${ThrottleLimit},
        [Parameter(ParameterSetName = 'InputObject (cdxml)')]
        [Parameter(ParameterSetName = 'Query')]
        [switch] ${AsJob}
    )
    process {
        if ($DoubleHandlers.ContainsKey('Grant-SmbShareAccess')) { & $DoubleHandlers['Grant-SmbShareAccess'] ([hashtable] $PSBoundParameters) }
    }
}

function Revoke-SmbShareAccess {
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(ParameterSetName = 'Query', Position = 1, Mandatory, ValueFromPipelineByPropertyName)]
        [string[]] ${Name},
        [Parameter(ParameterSetName = 'Query', Position = 2, ValueFromPipelineByPropertyName)]
        [string[]] ${ScopeName},
        [Parameter(ParameterSetName = 'Query', ValueFromPipelineByPropertyName)]
        [ValidateSet('Default', 'CSV', 'SBL', 'SR')]
        [object] ${SmbInstance},
        [Parameter(ParameterSetName = 'InputObject (cdxml)', Mandatory, ValueFromPipeline)]
        [object[]] ${InputObject},
        [Parameter(ParameterSetName = 'InputObject (cdxml)')]
        [Parameter(ParameterSetName = 'Query')]
        [string[]] ${AccountName},
        [Parameter(ParameterSetName = 'InputObject (cdxml)')]
        [Parameter(ParameterSetName = 'Query')]
        [switch] ${Force},
        [Parameter(ParameterSetName = 'InputObject (cdxml)')]
        [Parameter(ParameterSetName = 'Query')]
        [Alias('Session')]
        [object[]] ${CimSession},
        [Parameter(ParameterSetName = 'InputObject (cdxml)')]
        [Parameter(ParameterSetName = 'Query')]
        [int] ${ThrottleLimit},
        [Parameter(ParameterSetName = 'InputObject (cdxml)')]
        [Parameter(ParameterSetName = 'Query')]
        [switch] ${AsJob}
    )
    process {
        if ($DoubleHandlers.ContainsKey('Revoke-SmbShareAccess')) { & $DoubleHandlers['Revoke-SmbShareAccess'] ([hashtable] $PSBoundParameters) }
    }
}

function Block-SmbShareAccess {
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(ParameterSetName = 'Query', Position = 1, Mandatory, ValueFromPipelineByPropertyName)]
        [string[]] ${Name},
        [Parameter(ParameterSetName = 'Query', Position = 2, ValueFromPipelineByPropertyName)]
        [string[]] ${ScopeName},
        [Parameter(ParameterSetName = 'Query', ValueFromPipelineByPropertyName)]
        [ValidateSet('Default', 'CSV', 'SBL', 'SR')]
        [object] ${SmbInstance},
        [Parameter(ParameterSetName = 'InputObject (cdxml)', Mandatory, ValueFromPipeline)]
        [object[]] ${InputObject},
        [Parameter(ParameterSetName = 'InputObject (cdxml)')]
        [Parameter(ParameterSetName = 'Query')]
        [string[]] ${AccountName},
        [Parameter(ParameterSetName = 'InputObject (cdxml)')]
        [Parameter(ParameterSetName = 'Query')]
        [switch] ${Force},
        [Parameter(ParameterSetName = 'InputObject (cdxml)')]
        [Parameter(ParameterSetName = 'Query')]
        [Alias('Session')]
        [object[]] ${CimSession},
        [Parameter(ParameterSetName = 'InputObject (cdxml)')]
        [Parameter(ParameterSetName = 'Query')]
        [int] ${ThrottleLimit},
        [Parameter(ParameterSetName = 'InputObject (cdxml)')]
        [Parameter(ParameterSetName = 'Query')]
        [switch] ${AsJob}
    )
    process {
        if ($DoubleHandlers.ContainsKey('Block-SmbShareAccess')) { & $DoubleHandlers['Block-SmbShareAccess'] ([hashtable] $PSBoundParameters) }
    }
}

function Unblock-SmbShareAccess {
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(ParameterSetName = 'Query', Position = 1, Mandatory, ValueFromPipelineByPropertyName)]
        [string[]] ${Name},
        [Parameter(ParameterSetName = 'Query', Position = 2, ValueFromPipelineByPropertyName)]
        [string[]] ${ScopeName},
        [Parameter(ParameterSetName = 'Query', ValueFromPipelineByPropertyName)]
        [ValidateSet('Default', 'CSV', 'SBL', 'SR')]
        [object] ${SmbInstance},
        [Parameter(ParameterSetName = 'InputObject (cdxml)', Mandatory, ValueFromPipeline)]
        [object[]] ${InputObject},
        [Parameter(ParameterSetName = 'InputObject (cdxml)')]
        [Parameter(ParameterSetName = 'Query')]
        [string[]] ${AccountName},
        [Parameter(ParameterSetName = 'InputObject (cdxml)')]
        [Parameter(ParameterSetName = 'Query')]
        [switch] ${Force},
        [Parameter(ParameterSetName = 'InputObject (cdxml)')]
        [Parameter(ParameterSetName = 'Query')]
        [Alias('Session')]
        [object[]] ${CimSession},
        [Parameter(ParameterSetName = 'InputObject (cdxml)')]
        [Parameter(ParameterSetName = 'Query')]
        [int] ${ThrottleLimit},
        [Parameter(ParameterSetName = 'InputObject (cdxml)')]
        [Parameter(ParameterSetName = 'Query')]
        [switch] ${AsJob}
    )
    process {
        if ($DoubleHandlers.ContainsKey('Unblock-SmbShareAccess')) { & $DoubleHandlers['Unblock-SmbShareAccess'] ([hashtable] $PSBoundParameters) }
    }
}

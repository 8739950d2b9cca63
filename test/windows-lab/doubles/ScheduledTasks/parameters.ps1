# Generated from the command tables of Windows PowerShell 5.1: names, parameters, sets and positions are genuine.

function Get-ScheduledTask {
    [CmdletBinding(DefaultParameterSetName = 'ByPath', PositionalBinding = $false)]
    param(
        [Parameter(ParameterSetName = 'ByPath', Position = 0, ValueFromPipelineByPropertyName)]
        [string[]] ${TaskName},
        [Parameter(ParameterSetName = 'ByPath', Position = 1, ValueFromPipelineByPropertyName)]
        [string[]] ${TaskPath},
        [Parameter(ParameterSetName = 'ByPath')]
        [Alias('Session')]
        [object[]] ${CimSession},
        [Parameter(ParameterSetName = 'ByPath')]
        [int] ${ThrottleLimit},
        [Parameter(ParameterSetName = 'ByPath')]
        [switch] ${AsJob}
    )
    process {
        if ($DoubleHandlers.ContainsKey('Get-ScheduledTask')) { & $DoubleHandlers['Get-ScheduledTask'] ([hashtable] $PSBoundParameters) }
    }
}

function Get-ScheduledTaskInfo {
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(ParameterSetName = 'Name', Position = 0, Mandatory)]
        [string] ${TaskName},
        [Parameter(ParameterSetName = 'Name', Position = 1)]
        [string] ${TaskPath},
        [Parameter(ParameterSetName = 'Object', Position = 0, Mandatory, ValueFromPipeline)]
        [object] ${InputObject},
        [Parameter(ParameterSetName = 'Object')]
        [Parameter(ParameterSetName = 'Name')]
        [Alias('Session')]
        [object[]] ${CimSession},
        [Parameter(ParameterSetName = 'Object')]
        [Parameter(ParameterSetName = 'Name')]
        [int] ${ThrottleLimit},
        [Parameter(ParameterSetName = 'Object')]
        [Parameter(ParameterSetName = 'Name')]
        [switch] ${AsJob}
    )
    process {
        if ($DoubleHandlers.ContainsKey('Get-ScheduledTaskInfo')) { & $DoubleHandlers['Get-ScheduledTaskInfo'] ([hashtable] $PSBoundParameters) }
    }
}

function Export-ScheduledTask {
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(ParameterSetName = 'Name', Position = 0)]
        [string] ${TaskName},
        [Parameter(ParameterSetName = 'Name', Position = 1)]
        [string] ${TaskPath},
        [Parameter(ParameterSetName = 'Object', Position = 0, Mandatory, ValueFromPipeline)]
        [object] ${InputObject},
        [Parameter(ParameterSetName = 'Object')]
        [Parameter(ParameterSetName = 'Name')]
        [Alias('Session')]
        [object[]] ${CimSession},
        [Parameter(ParameterSetName = 'Object')]
        [Parameter(ParameterSetName = 'Name')]
        [int] ${ThrottleLimit},
        [Parameter(ParameterSetName = 'Object')]
        [Parameter(ParameterSetName = 'Name')]
        [switch] ${AsJob}
    )
    process {
        if ($DoubleHandlers.ContainsKey('Export-ScheduledTask')) { & $DoubleHandlers['Export-ScheduledTask'] ([hashtable] $PSBoundParameters) }
    }
}

function Register-ScheduledTask {
    [CmdletBinding(DefaultParameterSetName = 'User', PositionalBinding = $false)]
    param(
        [Parameter(ParameterSetName = 'Xml')]
        [Parameter(ParameterSetName = 'User')]
        [Parameter(ParameterSetName = 'Principal')]
        [Parameter(ParameterSetName = 'Object')]
        [switch] ${Force},
        [Parameter(ParameterSetName = 'Object', Position = 2, Mandatory, ValueFromPipeline)]
        [object] ${InputObject},
        [Parameter(ParameterSetName = 'Xml', Position = 4)]
        [Parameter(ParameterSetName = 'User', Position = 6)]
        [Parameter(ParameterSetName = 'Object', Position = 4)]
        [string] ${Password},
        [Parameter(ParameterSetName = 'Xml', Position = 3)]
        [Parameter(ParameterSetName = 'User', Position = 5)]
        [Parameter(ParameterSetName = 'Object', Position = 3)]
        [string] ${User},
        [Parameter(ParameterSetName = 'Xml', Position = 0, Mandatory)]
        [Parameter(ParameterSetName = 'User', Position = 0, Mandatory)]
        [Parameter(ParameterSetName = 'Principal', Position = 0, Mandatory)]
        [Parameter(ParameterSetName = 'Object', Position = 0)]
        [string] ${TaskName},
        [Parameter(ParameterSetName = 'Xml', Position = 1)]
        [Parameter(ParameterSetName = 'User', Position = 1)]
        [Parameter(ParameterSetName = 'Principal', Position = 1)]
        [Parameter(ParameterSetName = 'Object', Position = 1)]
        [string] ${TaskPath},
        [Parameter(ParameterSetName = 'Principal', Position = 5)]
        [object] ${Principal},
        [Parameter(ParameterSetName = 'User', Position = 2, Mandatory)]
        [Parameter(ParameterSetName = 'Principal', Position = 2, Mandatory)]
        [object[]] ${Action},
        [Parameter(ParameterSetName = 'User', Position = 8)]
        [Parameter(ParameterSetName = 'Principal', Position = 6)]
        [string] ${Description},
        [Parameter(ParameterSetName = 'User', Position = 4)]
        [Parameter(ParameterSetName = 'Principal', Position = 4)]
        [object] ${Settings},
        [Parameter(ParameterSetName = 'User', Position = 3)]
        [Parameter(ParameterSetName = 'Principal', Position = 3)]
        [object[]] ${Trigger},
        [Parameter(ParameterSetName = 'User', Position = 7)]
        [ValidateSet('Limited', 'Highest')]
        [object] ${RunLevel},
        [Parameter(ParameterSetName = 'Xml', Position = 2, Mandatory, ValueFromPipeline)]
        [string] ${Xml},
        [Parameter(ParameterSetName = 'Xml')]
        [Parameter(ParameterSetName = 'User')]
        [Parameter(ParameterSetName = 'Principal')]
        [Parameter(ParameterSetName = 'Object')]
        [Alias('Session')]
        [object[]] ${CimSession},
        [Parameter(ParameterSetName = 'Xml')]
        [Parameter(ParameterSetName = 'User')]
        [Parameter(ParameterSetName = 'Principal')]
        [Parameter(ParameterSetName = 'Object')]
        [int] ${ThrottleLimit},
        [Parameter(ParameterSetName = 'Xml')]
        [Parameter(ParameterSetName = 'User')]
        [Parameter(ParameterSetName = 'Principal')]
        [Parameter(ParameterSetName = 'Object')]
        [switch] ${AsJob}
    )
    process {
        if ($DoubleHandlers.ContainsKey('Register-ScheduledTask')) { & $DoubleHandlers['Register-ScheduledTask'] ([hashtable] $PSBoundParameters) }
    }
}

function Unregister-ScheduledTask {
    [CmdletBinding(DefaultParameterSetName = 'ByPath', SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(ParameterSetName = 'ByPath', Position = 0, ValueFromPipelineByPropertyName)]
        [string[]] ${TaskName},
        [Parameter(ParameterSetName = 'ByPath', Position = 1, ValueFromPipelineByPropertyName)]
        [string[]] ${TaskPath},
        [Parameter(ParameterSetName = 'InputObject (cdxml)', Mandatory, ValueFromPipeline)]
        [object[]] ${InputObject},
        [Parameter(ParameterSetName = 'InputObject (cdxml)')]
        [Parameter(ParameterSetName = 'ByPath')]
        [Alias('Session')]
        [object[]] ${CimSession},
        [Parameter(ParameterSetName = 'InputObject (cdxml)')]
        [Parameter(ParameterSetName = 'ByPath')]
        [int] ${ThrottleLimit},
        [Parameter(ParameterSetName = 'InputObject (cdxml)')]
        [Parameter(ParameterSetName = 'ByPath')]
        [switch] ${AsJob},
        [Parameter(ParameterSetName = 'InputObject (cdxml)')]
        [Parameter(ParameterSetName = 'ByPath')]
        [switch] ${PassThru}
    )
    process {
        if ($DoubleHandlers.ContainsKey('Unregister-ScheduledTask')) { & $DoubleHandlers['Unregister-ScheduledTask'] ([hashtable] $PSBoundParameters) }
    }
}

# Generated from the command tables of Windows PowerShell 5.1: names, parameters, sets and positions are genuine.


function Get-LocalUser {
    [CmdletBinding(DefaultParameterSetName = 'Default', PositionalBinding = $false)]
    param(
        [Parameter(ParameterSetName = 'Default', Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [string[]] ${Name},
        [Parameter(ParameterSetName = 'SecurityIdentifier', Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [object[]] ${SID}
    )
    process {
        if ($DoubleHandlers.ContainsKey('Get-LocalUser')) { & $DoubleHandlers['Get-LocalUser'] ([hashtable] $PSBoundParameters) }
    }
}

function New-LocalUser {
    [CmdletBinding(DefaultParameterSetName = 'Password', SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(ValueFromPipelineByPropertyName)]
        [datetime] ${AccountExpires},
        [Parameter(ValueFromPipelineByPropertyName)]
        [switch] ${AccountNeverExpires},
        [Parameter(ValueFromPipelineByPropertyName)]
        [string] ${Description},
        [Parameter(ValueFromPipelineByPropertyName)]
        [switch] ${Disabled},
        [Parameter(ValueFromPipelineByPropertyName)]
        [string] ${FullName},
        [Parameter(Position = 0, Mandatory, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [string] ${Name},
        [Parameter(ParameterSetName = 'Password', Mandatory, ValueFromPipelineByPropertyName)]
        [securestring] ${Password},
        [Parameter(ParameterSetName = 'NoPassword', Mandatory, ValueFromPipelineByPropertyName)]
        [switch] ${NoPassword},
        [Parameter(ParameterSetName = 'Password', ValueFromPipelineByPropertyName)]
        [switch] ${PasswordNeverExpires},
        [Parameter(ValueFromPipelineByPropertyName)]
        [switch] ${UserMayNotChangePassword}
    )
    process {
        if ($DoubleHandlers.ContainsKey('New-LocalUser')) { & $DoubleHandlers['New-LocalUser'] ([hashtable] $PSBoundParameters) }
    }
}

function Set-LocalUser {
    [CmdletBinding(DefaultParameterSetName = 'Name', SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter()]
        [datetime] ${AccountExpires},
        [Parameter()]
        [switch] ${AccountNeverExpires},
        [Parameter()]
        [string] ${Description},
        [Parameter()]
        [string] ${FullName},
        [Parameter(ParameterSetName = 'InputObject', Position = 0, Mandatory, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [object] ${InputObject},
        [Parameter(ParameterSetName = 'Name', Position = 0, Mandatory, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [string] ${Name},
        [Parameter()]
        [securestring] ${Password},
        [Parameter()]
        [bool] ${PasswordNeverExpires},
        [Parameter(ParameterSetName = 'SecurityIdentifier', Position = 0, Mandatory, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [object] ${SID},
        [Parameter()]
        [bool] ${UserMayChangePassword}
    )
    process {
        if ($DoubleHandlers.ContainsKey('Set-LocalUser')) { & $DoubleHandlers['Set-LocalUser'] ([hashtable] $PSBoundParameters) }
    }
}

function Remove-LocalUser {
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(ParameterSetName = 'InputObject', Position = 0, Mandatory, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [object[]] ${InputObject},
        [Parameter(ParameterSetName = 'Default', Position = 0, Mandatory, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [string[]] ${Name},
        [Parameter(ParameterSetName = 'SecurityIdentifier', Position = 0, Mandatory, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [object[]] ${SID}
    )
    process {
        if ($DoubleHandlers.ContainsKey('Remove-LocalUser')) { & $DoubleHandlers['Remove-LocalUser'] ([hashtable] $PSBoundParameters) }
    }
}

function Enable-LocalUser {
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(ParameterSetName = 'InputObject', Position = 0, Mandatory, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [object[]] ${InputObject},
        [Parameter(ParameterSetName = 'Default', Position = 0, Mandatory, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [string[]] ${Name},
        [Parameter(ParameterSetName = 'SecurityIdentifier', Position = 0, Mandatory, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [object[]] ${SID}
    )
    process {
        if ($DoubleHandlers.ContainsKey('Enable-LocalUser')) { & $DoubleHandlers['Enable-LocalUser'] ([hashtable] $PSBoundParameters) }
    }
}

function Disable-LocalUser {
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(ParameterSetName = 'InputObject', Position = 0, Mandatory, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [object[]] ${InputObject},
        [Parameter(ParameterSetName = 'Default', Position = 0, Mandatory, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [string[]] ${Name},
        [Parameter(ParameterSetName = 'SecurityIdentifier', Position = 0, Mandatory, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [object[]] ${SID}
    )
    process {
        if ($DoubleHandlers.ContainsKey('Disable-LocalUser')) { & $DoubleHandlers['Disable-LocalUser'] ([hashtable] $PSBoundParameters) }
    }
}

function Get-LocalGroup {
    [CmdletBinding(DefaultParameterSetName = 'Default', PositionalBinding = $false)]
    param(
        [Parameter(ParameterSetName = 'Default', Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [string[]] ${Name},
        [Parameter(ParameterSetName = 'SecurityIdentifier', Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [object[]] ${SID}
    )
    process {
        if ($DoubleHandlers.ContainsKey('Get-LocalGroup')) { & $DoubleHandlers['Get-LocalGroup'] ([hashtable] $PSBoundParameters) }
    }
}

function New-LocalGroup {
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(ValueFromPipelineByPropertyName)]
        [string] ${Description},
        [Parameter(Position = 0, Mandatory, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [string] ${Name}
    )
    process {
        if ($DoubleHandlers.ContainsKey('New-LocalGroup')) { & $DoubleHandlers['New-LocalGroup'] ([hashtable] $PSBoundParameters) }
    }
}

function Set-LocalGroup {
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Mandatory)]
        [string] ${Description},
        [Parameter(ParameterSetName = 'InputObject', Position = 0, Mandatory, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [object] ${InputObject},
        [Parameter(ParameterSetName = 'Default', Position = 0, Mandatory, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [string] ${Name},
        [Parameter(ParameterSetName = 'SecurityIdentifier', Position = 0, Mandatory, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [object] ${SID}
    )
    process {
        if ($DoubleHandlers.ContainsKey('Set-LocalGroup')) { & $DoubleHandlers['Set-LocalGroup'] ([hashtable] $PSBoundParameters) }
    }
}

function Remove-LocalGroup {
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(ParameterSetName = 'InputObject', Position = 0, Mandatory, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [object[]] ${InputObject},
        [Parameter(ParameterSetName = 'Default', Position = 0, Mandatory, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [string[]] ${Name},
        [Parameter(ParameterSetName = 'SecurityIdentifier', Position = 0, Mandatory, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [object[]] ${SID}
    )
    process {
        if ($DoubleHandlers.ContainsKey('Remove-LocalGroup')) { & $DoubleHandlers['Remove-LocalGroup'] ([hashtable] $PSBoundParameters) }
    }
}

function Get-LocalGroupMember {
    [CmdletBinding(DefaultParameterSetName = 'Default', PositionalBinding = $false)]
    param(
        [Parameter(ParameterSetName = 'Group', Position = 0, Mandatory, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [object] ${Group},
        [Parameter(Position = 1)]
        [string] ${Member},
        [Parameter(ParameterSetName = 'Default', Position = 0, Mandatory, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [string] ${Name},
        [Parameter(ParameterSetName = 'SecurityIdentifier', Position = 0, Mandatory, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [object] ${SID}
    )
    process {
        if ($DoubleHandlers.ContainsKey('Get-LocalGroupMember')) { & $DoubleHandlers['Get-LocalGroupMember'] ([hashtable] $PSBoundParameters) }
    }
}

function Add-LocalGroupMember {
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(ParameterSetName = 'Group', Position = 0, Mandatory)]
        [object] ${Group},
        [Parameter(Position = 1, Mandatory, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [object[]] ${Member},
        [Parameter(ParameterSetName = 'Default', Position = 0, Mandatory)]
        [string] ${Name},
        [Parameter(ParameterSetName = 'SecurityIdentifier', Position = 0, Mandatory)]
        [object] ${SID}
    )
    process {
        if ($DoubleHandlers.ContainsKey('Add-LocalGroupMember')) { & $DoubleHandlers['Add-LocalGroupMember'] ([hashtable] $PSBoundParameters) }
    }
}

function Remove-LocalGroupMember {
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(ParameterSetName = 'Group', Position = 0, Mandatory)]
        [object] ${Group},
        [Parameter(Position = 1, Mandatory, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [object[]] ${Member},
        [Parameter(ParameterSetName = 'Default', Position = 0, Mandatory)]
        [string] ${Name},
        [Parameter(ParameterSetName = 'SecurityIdentifier', Position = 0, Mandatory)]
        [object] ${SID}
    )
    process {
        if ($DoubleHandlers.ContainsKey('Remove-LocalGroupMember')) { & $DoubleHandlers['Remove-LocalGroupMember'] ([hashtable] $PSBoundParameters) }
    }
}

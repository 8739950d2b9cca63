# Generated from the command tables of Windows PowerShell 5.1: names, parameters, sets and positions are genuine.

function Get-Website {
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter()]
        [String] ${Name}
    )
    process {
        if ($DoubleHandlers.ContainsKey('Get-Website')) { & $DoubleHandlers['Get-Website'] ([hashtable] $PSBoundParameters) }
    }
}

function New-Website {
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter()]
        [String] ${ApplicationPool},
        [Parameter()]
        [switch] ${Force},
        [Parameter()]
        [String] ${HostHeader},
        [Parameter()]
        [String] ${IPAddress},
        [Parameter()]
        [UInt32] ${Id},
        [Parameter()]
        [String] ${Name},
        [Parameter()]
        [String] ${PhysicalPath},
        [Parameter()]
        [UInt32] ${Port},
        [Parameter()]
        [switch] ${Ssl},
        [Parameter()]
        [object] ${SslFlags}
    )
    process {
        if ($DoubleHandlers.ContainsKey('New-Website')) { & $DoubleHandlers['New-Website'] ([hashtable] $PSBoundParameters) }
    }
}

function Remove-Website {
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter()]
        [String] ${Name}
    )
    process {
        if ($DoubleHandlers.ContainsKey('Remove-Website')) { & $DoubleHandlers['Remove-Website'] ([hashtable] $PSBoundParameters) }
    }
}

function Start-Website {
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter()]
        [String] ${Name},
        [Parameter()]
        [switch] ${Passthru}
    )
    process {
        if ($DoubleHandlers.ContainsKey('Start-Website')) { & $DoubleHandlers['Start-Website'] ([hashtable] $PSBoundParameters) }
    }
}

function Stop-Website {
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter()]
        [String] ${Name},
        [Parameter()]
        [switch] ${Passthru}
    )
    process {
        if ($DoubleHandlers.ContainsKey('Stop-Website')) { & $DoubleHandlers['Stop-Website'] ([hashtable] $PSBoundParameters) }
    }
}

function Get-WebBinding {
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter()]
        [String] ${HostHeader},
        [Parameter()]
        [String] ${IPAddress},
        [Parameter()]
        [String] ${Name},
        [Parameter()]
        [String] ${Port},
        [Parameter()]
        [String] ${Protocol}
    )
    process {
        if ($DoubleHandlers.ContainsKey('Get-WebBinding')) { & $DoubleHandlers['Get-WebBinding'] ([hashtable] $PSBoundParameters) }
    }
}

function New-WebBinding {
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter()]
        [switch] ${Force},
        [Parameter()]
        [String] ${HostHeader},
        [Parameter()]
        [String] ${IPAddress},
        [Parameter()]
        [String] ${Name},
        [Parameter()]
        [UInt32] ${Port},
        [Parameter()]
        [String] ${Protocol},
        [Parameter()]
        [object] ${SslFlags}
    )
    process {
        if ($DoubleHandlers.ContainsKey('New-WebBinding')) { & $DoubleHandlers['New-WebBinding'] ([hashtable] $PSBoundParameters) }
    }
}

function Set-WebBinding {
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter()]
        [String] ${BindingInformation},
        [Parameter()]
        [String] ${HostHeader},
        [Parameter()]
        [String] ${IPAddress},
        [Parameter()]
        [String] ${Name},
        [Parameter()]
        [UInt32] ${Port},
        [Parameter()]
        [String] ${PropertyName},
        [Parameter()]
        [String] ${Value}
    )
    process {
        if ($DoubleHandlers.ContainsKey('Set-WebBinding')) { & $DoubleHandlers['Set-WebBinding'] ([hashtable] $PSBoundParameters) }
    }
}

function New-WebAppPool {
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter()]
        [switch] ${Force},
        [Parameter()]
        [String] ${Name}
    )
    process {
        if ($DoubleHandlers.ContainsKey('New-WebAppPool')) { & $DoubleHandlers['New-WebAppPool'] ([hashtable] $PSBoundParameters) }
    }
}

function Remove-WebAppPool {
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter()]
        [String] ${Name}
    )
    process {
        if ($DoubleHandlers.ContainsKey('Remove-WebAppPool')) { & $DoubleHandlers['Remove-WebAppPool'] ([hashtable] $PSBoundParameters) }
    }
}

function Start-WebAppPool {
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter()]
        [String] ${Name},
        [Parameter()]
        [switch] ${Passthru}
    )
    process {
        if ($DoubleHandlers.ContainsKey('Start-WebAppPool')) { & $DoubleHandlers['Start-WebAppPool'] ([hashtable] $PSBoundParameters) }
    }
}

function Stop-WebAppPool {
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter()]
        [String] ${Name},
        [Parameter()]
        [switch] ${Passthru}
    )
    process {
        if ($DoubleHandlers.ContainsKey('Stop-WebAppPool')) { & $DoubleHandlers['Stop-WebAppPool'] ([hashtable] $PSBoundParameters) }
    }
}

function Restart-WebAppPool {
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter()]
        [String] ${Name}
    )
    process {
        if ($DoubleHandlers.ContainsKey('Restart-WebAppPool')) { & $DoubleHandlers['Restart-WebAppPool'] ([hashtable] $PSBoundParameters) }
    }
}

function Get-WebAppPoolState {
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter()]
        [String] ${Name}
    )
    process {
        if ($DoubleHandlers.ContainsKey('Get-WebAppPoolState')) { & $DoubleHandlers['Get-WebAppPoolState'] ([hashtable] $PSBoundParameters) }
    }
}

function Get-WebConfiguration {
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter()]
        [String] ${Clr},
        [Parameter()]
        [String[]] ${Filter},
        [Parameter()]
        [String[]] ${Location},
        [Parameter()]
        [switch] ${Metadata},
        [Parameter()]
        [String[]] ${PSPath},
        [Parameter()]
        [switch] ${Recurse}
    )
    process {
        if ($DoubleHandlers.ContainsKey('Get-WebConfiguration')) { & $DoubleHandlers['Get-WebConfiguration'] ([hashtable] $PSBoundParameters) }
    }
}

function Get-WebConfigurationProperty {
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter()]
        [String] ${Clr},
        [Parameter()]
        [String[]] ${Filter},
        [Parameter()]
        [String[]] ${Location},
        [Parameter()]
        [String[]] ${Name},
        [Parameter()]
        [String[]] ${PSPath},
        [Parameter()]
        [switch] ${Recurse}
    )
    process {
        if ($DoubleHandlers.ContainsKey('Get-WebConfigurationProperty')) { & $DoubleHandlers['Get-WebConfigurationProperty'] ([hashtable] $PSBoundParameters) }
    }
}

function Set-WebConfigurationProperty {
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter()]
        [Hashtable] ${AtElement},
        [Parameter()]
        [object] ${AtIndex},
        [Parameter()]
        [String] ${AtName},
        [Parameter()]
        [String] ${Clr},
        [Parameter()]
        [String[]] ${Filter},
        [Parameter()]
        [switch] ${Force},
        [Parameter()]
        [Object] ${InputObject},
        [Parameter()]
        [String[]] ${Location},
        [Parameter()]
        [String] ${Name},
        [Parameter()]
        [String[]] ${PSPath},
        [Parameter()]
        [Alias('v', 'val')]
        [PSObject] ${Value}
    )
    process {
        if ($DoubleHandlers.ContainsKey('Set-WebConfigurationProperty')) { & $DoubleHandlers['Set-WebConfigurationProperty'] ([hashtable] $PSBoundParameters) }
    }
}

function Remove-WebConfigurationProperty {
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter()]
        [Hashtable] ${AtElement},
        [Parameter()]
        [object] ${AtIndex},
        [Parameter()]
        [String] ${AtName},
        [Parameter()]
        [String] ${Clr},
        [Parameter()]
        [String[]] ${Filter},
        [Parameter()]
        [switch] ${Force},
        [Parameter()]
        [String[]] ${Location},
        [Parameter()]
        [String] ${Name},
        [Parameter()]
        [String[]] ${PSPath}
    )
    process {
        if ($DoubleHandlers.ContainsKey('Remove-WebConfigurationProperty')) { & $DoubleHandlers['Remove-WebConfigurationProperty'] ([hashtable] $PSBoundParameters) }
    }
}

function Add-WebConfigurationProperty {
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter()]
        [Hashtable] ${AtElement},
        [Parameter()]
        [object] ${AtIndex},
        [Parameter()]
        [String] ${AtName},
        [Parameter()]
        [String] ${Clr},
        [Parameter()]
        [String[]] ${Filter},
        [Parameter()]
        [switch] ${Force},
        [Parameter()]
        [String[]] ${Location},
        [Parameter()]
        [String] ${Name},
        [Parameter()]
        [String[]] ${PSPath},
        [Parameter()]
        [String] ${Type},
        [Parameter()]
        [PSObject] ${Value}
    )
    process {
        if ($DoubleHandlers.ContainsKey('Add-WebConfigurationProperty')) { & $DoubleHandlers['Add-WebConfigurationProperty'] ([hashtable] $PSBoundParameters) }
    }
}

function Clear-WebConfiguration {
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter()]
        [String] ${Clr},
        [Parameter()]
        [String[]] ${Filter},
        [Parameter()]
        [switch] ${Force},
        [Parameter()]
        [String[]] ${Location},
        [Parameter()]
        [String[]] ${PSPath}
    )
    process {
        if ($DoubleHandlers.ContainsKey('Clear-WebConfiguration')) { & $DoubleHandlers['Clear-WebConfiguration'] ([hashtable] $PSBoundParameters) }
    }
}

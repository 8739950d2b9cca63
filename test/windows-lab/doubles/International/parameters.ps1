# Generated from the command tables of Windows PowerShell 5.1: names, parameters, sets and positions are genuine.

function Get-WinSystemLocale {
    [CmdletBinding(PositionalBinding = $false)]
    param(

    )
    process {
        if ($DoubleHandlers.ContainsKey('Get-WinSystemLocale')) { & $DoubleHandlers['Get-WinSystemLocale'] ([hashtable] $PSBoundParameters) }
    }
}

function Set-WinSystemLocale {
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Position = 0, Mandatory, ValueFromPipeline)]
        [cultureinfo] ${SystemLocale}
    )
    process {
        if ($DoubleHandlers.ContainsKey('Set-WinSystemLocale')) { & $DoubleHandlers['Set-WinSystemLocale'] ([hashtable] $PSBoundParameters) }
    }
}

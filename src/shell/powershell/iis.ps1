# The web server's configuration, by its own commands; the drive IIS: would only stand before them.
$iisRoot = 'MACHINE/WEBROOT/APPHOST'
function Import-Iis {
    if (Get-Module -Name WebAdministration) { return }
    try { Import-Module -Name WebAdministration -WarningAction SilentlyContinue } catch { Fail "Failed to load WebAdministration module. Is IIS installed? $($_.Exception.Message)" }
}
# A name as XPath has it.
function Format-Path([string]$name) { if ($name.Contains("'")) { "`"$name`"" } else { "'$name'" } }
function Get-SitePath([string]$name) { "/system.applicationHost/sites/site[@name=$(Format-Path $name)]" }
function Get-PoolPath([string]$name) { "/system.applicationHost/applicationPools/add[@name=$(Format-Path $name)]" }
function Find-Site([string]$name) { Get-Website | Where-Object { $_.name -eq $name } | Select-Object -First 1 }
# Values of enumerations come as they are, others in an object.
function Get-IisValue([string]$filter, [string]$name) {
    $value = Get-WebConfigurationProperty -PSPath $iisRoot -Filter $filter -Name $name
    if ($null -ne $value -and $value -isnot [string] -and $value.PSObject.Properties['Value']) { return $value.Value }
    $value
}
function Set-IisValue([string]$filter, [string]$name, $value) { Set-WebConfigurationProperty -PSPath $iisRoot -Filter $filter -Name $name -Value $value }
# Is it the same, whatever kind it has there?
function Test-IisValue($is, $wish) {
    if ($null -eq $is) { return $false }
    try {
        if ($is -is [timespan]) { return $is -eq [timespan]::Parse([string]$wish, [System.Globalization.CultureInfo]::InvariantCulture) }
        if ($is -is [bool]) { return $is -eq [bool]::Parse([string]$wish) }
        if ($is -isnot [string]) { return [decimal]$is -eq [decimal]::Parse([string]$wish, [System.Globalization.CultureInfo]::InvariantCulture) }
    } catch { return $false }
    $is -eq [string]$wish
}

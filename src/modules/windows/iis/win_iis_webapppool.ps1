param([hashtable]$given)
Import-Iis
$name = $given.name
function Find-Pool { Get-WebConfiguration -PSPath $iisRoot -Filter (Get-PoolPath $name) }
function Get-State { try { [string](Get-WebAppPoolState -Name $name).Value } catch { 'Unknown' } }
# numbers that some write instead of the names
$names = @{
    'processModel.identityType' = 'LocalSystem', 'LocalService', 'NetworkService', 'SpecificUser', 'ApplicationPoolIdentity'
    managedPipelineMode = 'Integrated', 'Classic'
    startMode = 'OnDemand', 'AlwaysRunning'
}
function Update-List([string]$filter, [string]$key, $wish) {
    $is = @((Get-WebConfigurationProperty -PSPath $iisRoot -Filter $filter -Name Collection) | Where-Object { $_ } | ForEach-Object { [string]$_.value })
    if (($is -join ',') -eq ($wish -join ',') -or -not (Change)) { return }
    try {
        Clear-WebConfiguration -PSPath $iisRoot -Filter $filter
        foreach ($one in $wish) { Add-WebConfigurationProperty -PSPath $iisRoot -Filter $filter -Name '.' -Value @{ value = $one } }
    } catch { Fail "Failed to add new attribute to Web App Pool $name. Attribute: $key, Exception: $($_.Exception.Message)" }
}
function Update-Attribute([string]$key, [string]$wish) {
    $steps = @($key.Split('.'))
    $filter = Get-PoolPath $name
    for ($at = 0; $at -lt $steps.Count - 1; $at++) { $filter += '/' + $steps[$at] }
    if ($names.ContainsKey($key) -and $wish -match '^\d$') { $wish = $names[$key][[int]$wish] }
    if ((Test-IisValue (Get-IisValue $filter $steps[-1]) $wish) -or -not (Change)) { return }
    try { Set-IisValue $filter $steps[-1] $wish } catch { Fail "Failed to set attribute to Web App Pool $name. Attribute: $key, Exception: $($_.Exception.Message)" }
}
function Update-Attributes {
    $list = $given.attributes
    for ($at = 0; $at -lt $list.Count) {
        $key = $list[$at]
        if ($list[$at + 1] -eq 'one') {
            Update-Attribute $key $list[$at + 2]
            $at += 3
            continue
        }
        $count = [int]$list[$at + 1]
        Update-List "$(Get-PoolPath $name)/$($key.Replace('.', '/'))" $key @(for ($one = 0; $one -lt $count; $one++) { $list[$at + 2 + $one] })
        $at += 2 + $count
    }
}
function Set-State {
    $isOff = (Get-State) -eq 'Stopped'
    try {
        if ($isOff) { if ($given.state -in 'started', 'restarted' -and (Change)) { Start-WebAppPool -Name $name } }
        elseif ($given.state -eq 'stopped') { if (Change) { Stop-WebAppPool -Name $name } }
        elseif ($given.state -eq 'restarted') { if (Change) { Restart-WebAppPool -Name $name } }
    } catch {
        if ($session.Left) { throw }
        Fail "Failed to change the state of Web App Pool ${name}: $($_.Exception.Message)"
    }
}
function Show-Attributes([string]$below) {
    $table = @{}
    $element = Get-WebConfiguration -PSPath $iisRoot -Filter ((Get-PoolPath $name) + $below)
    foreach ($one in $element.Attributes) {
        if ($one.Name -like '*password*') { continue }
        $value = Get-IisValue ((Get-PoolPath $name) + $below) $one.Name
        $table[$one.Name] = $(if ($value -is [timespan]) { @{ Days = $value.Days; Hours = $value.Hours; Minutes = $value.Minutes; Seconds = $value.Seconds; Milliseconds = $value.Milliseconds; Ticks = $value.Ticks; TotalSeconds = $value.TotalSeconds } } else { $value })
    }
    $table
}
if ($given.state -eq 'absent') {
    if ((Find-Pool) -and (Change)) {
        try { Remove-WebAppPool -Name $name } catch { Fail "Failed to remove Web App pool ${name}: $($_.Exception.Message)" }
    }
} else {
    if (-not (Find-Pool) -and (Change)) {
        try { $null = New-WebAppPool -Name $name } catch { Fail "Failed to create new Web App Pool ${name}: $($_.Exception.Message)" }
    }
    if (Find-Pool) {
        Update-Attributes
        Set-State
    }
}
$info = @{ name = $name; state = $given.state; attributes = @{}; cpu = @{}; failure = @{}; processModel = @{}; recycling = @{ periodicRestart = @{} } }
if (Find-Pool) {
    $info.state = Get-State
    $info.attributes = Show-Attributes ''
    foreach ($one in 'cpu', 'failure', 'processModel', 'recycling') { $info[$one] = Show-Attributes "/$one" }
    $info.recycling.periodicRestart = Show-Attributes '/recycling/periodicRestart'
}
SayJson 'info' $info

# The model behind the doubles of WebAdministration: sites with bindings, pools, and values by the place where they stand.
$modelFile = 'C:\doubles\iis.xml'
function Read-Model {
    if (Test-Path -LiteralPath $modelFile) { return Import-Clixml -LiteralPath $modelFile }
    @{ sites = @{}; pools = @{}; values = @{}; lists = @{} }
}
function Write-Model($model) {
    $null = New-Item -ItemType Directory -Force -Path 'C:\doubles'
    $model | Export-Clixml -LiteralPath $modelFile -Depth 8
}
function Use-Model([scriptblock]$work) {
    $model = Read-Model
    & $work $model
    Write-Model $model
}
# what a pool has at first, by the element below it
$poolValues = @{
    '' = [ordered]@{ name = ''; queueLength = [long]1000; autoStart = $true; enable32BitAppOnWin64 = $false; managedRuntimeVersion = 'v4.0'; managedPipelineMode = 'Integrated'; startMode = 'OnDemand' }
    '/cpu' = [ordered]@{ limit = [long]0; action = 'NoAction'; resetInterval = [timespan]'00:05:00' }
    '/failure' = [ordered]@{ rapidFailProtection = $true; rapidFailProtectionInterval = [timespan]'00:05:00' }
    '/processModel' = [ordered]@{ identityType = 'ApplicationPoolIdentity'; userName = ''; password = ''; idleTimeout = [timespan]'00:20:00'; maxProcesses = [long]1 }
    '/recycling' = [ordered]@{ disallowOverlappingRotation = $false; logEventOnRecycle = 'Time,Memory,PrivateMemory' }
    '/recycling/periodicRestart' = [ordered]@{ memory = [long]0; time = [timespan]'1.05:00:00' }
}
function Split-Filter([string]$filter) {
    if ($filter -match '^/system\.applicationHost/(sites/site|applicationPools/add)\[@name=(?:''([^'']*)''|"([^"]*)")\](.*)$') {
        return @{ kind = $(if ($matches[1] -eq 'sites/site') { 'sites' } else { 'pools' }); name = "$($matches[2])$($matches[3])"; rest = $matches[4] }
    }
    throw "the double knows no filter $filter"
}
function Find-Element($model, [string]$filter) {
    $place = Split-Filter $filter
    if (-not $model[$place.kind][$place.name]) { return }
    $place
}
function Get-Usual($model, $place, [string]$name) {
    if ($place.kind -eq 'pools') {
        if ($place.rest -eq '' -and $name -eq 'name') { return $place.name }
        return $poolValues[$place.rest][$name]
    }
    if ($place.rest -eq '/logFile') { return @{ directory = '%SystemDrive%\inetpub\logs\LogFiles'; period = 'Daily'; truncateSize = [long]20971520 }[$name] }
}
function Get-Value($model, $place, [string]$name) {
    $key = "$($place.kind) $($place.name)$($place.rest) $name"
    if ($model.values.ContainsKey($key)) { return $model.values[$key] }
    Get-Usual $model $place $name
}
$DoubleHandlers['Get-Website'] = {
    param($bound)
    $model = Read-Model
    foreach ($name in $model.sites.Keys | Sort-Object) {
        $site = $model.sites[$name]
        $bindings = @($site.bindings | ForEach-Object { [pscustomobject]@{ protocol = $_.protocol; bindingInformation = $_.bindingInformation } })
        [pscustomobject]@{ name = $name; id = $site.id; state = $site.state; physicalPath = $site.path; applicationPool = $site.pool; bindings = [pscustomobject]@{ Collection = $bindings } }
    }
}
$DoubleHandlers['New-Website'] = {
    param($bound)
    Use-Model {
        param($model)
        if (-not $bound.Id -and $model.sites.Count -eq 0) { throw 'Index was outside the bounds of the array.' }
        $id = $(if ($bound.Id) { [int]$bound.Id } else { 1 + ($model.sites.Values | ForEach-Object { $_.id } | Measure-Object -Maximum).Maximum })
        $port = $(if ($bound.Port) { $bound.Port } else { 80 })
        $address = $(if ($bound.IPAddress) { $bound.IPAddress } else { '*' })
        $pool = $(if ($bound.ApplicationPool) { $bound.ApplicationPool } else { 'DefaultAppPool' })
        $binding = @{ protocol = 'http'; bindingInformation = "${address}:${port}:$($bound.HostHeader)"; sslFlags = 0; certificateHash = ''; certificateStoreName = '' }
        $model.sites[$bound.Name] = @{ id = $id; state = 'Started'; path = $bound.PhysicalPath; pool = $pool; bindings = @($binding) }
    }
}
$DoubleHandlers['Remove-Website'] = { param($bound) Use-Model { param($model) $model.sites.Remove($bound.Name) } }
$DoubleHandlers['Start-Website'] = { param($bound) Use-Model { param($model) $model.sites[$bound.Name].state = 'Started' } }
$DoubleHandlers['Stop-Website'] = { param($bound) Use-Model { param($model) $model.sites[$bound.Name].state = 'Stopped' } }
$DoubleHandlers['Get-WebBinding'] = {
    param($bound)
    foreach ($one in (Read-Model).sites[$bound.Name].bindings) { [pscustomobject]$one }
}
$DoubleHandlers['New-WebBinding'] = {
    param($bound)
    $binding = @{ protocol = $bound.Protocol; bindingInformation = "$($bound.IPAddress):$($bound.Port):$($bound.HostHeader)"; sslFlags = [int]$bound.SslFlags; certificateHash = ''; certificateStoreName = '' }
    Use-Model { param($model) $model.sites[$bound.Name].bindings = @($model.sites[$bound.Name].bindings) + @($binding) }
}
$DoubleHandlers['Set-WebBinding'] = {
    param($bound)
    Use-Model {
        param($model)
        foreach ($one in $model.sites[$bound.Name].bindings) { if ($one.bindingInformation -eq $bound.BindingInformation) { $one[$bound.PropertyName] = [int]$bound.Value } }
    }
}
$DoubleHandlers['Remove-WebConfigurationProperty'] = {
    param($bound)
    $place = Split-Filter $bound.Filter[0]
    if ($place.rest -ne '/bindings') { throw "the double removes nothing from $($place.rest)" }
    Use-Model { param($model) $model.sites[$place.name].bindings = @($model.sites[$place.name].bindings | Where-Object { $_.protocol -ne $bound.AtElement.protocol -or $_.bindingInformation -ne $bound.AtElement.bindingInformation }) }
}
$DoubleHandlers['New-WebAppPool'] = { param($bound) Use-Model { param($model) $model.pools[$bound.Name] = @{ state = 'Started' } } }
$DoubleHandlers['Remove-WebAppPool'] = { param($bound) Use-Model { param($model) $model.pools.Remove($bound.Name) } }
$DoubleHandlers['Start-WebAppPool'] = { param($bound) Use-Model { param($model) $model.pools[$bound.Name].state = 'Started' } }
$DoubleHandlers['Stop-WebAppPool'] = { param($bound) Use-Model { param($model) $model.pools[$bound.Name].state = 'Stopped' } }
$DoubleHandlers['Restart-WebAppPool'] = { param($bound) Use-Model { param($model) if ($model.pools[$bound.Name].state -ne 'Started') { throw 'You have to start stopped object before restarting it.' } } }
$DoubleHandlers['Get-WebAppPoolState'] = { param($bound) [pscustomobject]@{ Value = (Read-Model).pools[$bound.Name].state } }
$DoubleHandlers['Get-WebConfiguration'] = {
    param($bound)
    $model = Read-Model
    $place = Find-Element $model $bound.Filter[0]
    if (-not $place) { return }
    $names = $(if ($place.kind -eq 'pools' -and $poolValues[$place.rest]) { @($poolValues[$place.rest].Keys) } else { @() })
    [pscustomobject]@{ Attributes = @($names | ForEach-Object { [pscustomobject]@{ Name = $_; Value = Get-Value $model $place $_ } }) }
}
$DoubleHandlers['Get-WebConfigurationProperty'] = {
    param($bound)
    $model = Read-Model
    $place = Find-Element $model $bound.Filter[0]
    if (-not $place) { return }
    if ($bound.Name[0] -eq 'Collection') { return @($model.lists["$($place.kind) $($place.name)$($place.rest)"] | Where-Object { $_ } | ForEach-Object { [pscustomobject]@{ value = $_ } }) }
    $value = Get-Value $model $place $bound.Name[0]
    # names of enumerations come as they are, others in an object
    if ($null -eq $value -or ($value -is [string] -and $bound.Name[0] -in 'identityType', 'managedPipelineMode', 'startMode', 'action', 'period')) { return $value }
    [pscustomobject]@{ Name = $bound.Name[0]; Value = $value }
}
$DoubleHandlers['Set-WebConfigurationProperty'] = {
    param($bound)
    Use-Model {
        param($model)
        $place = Find-Element $model $bound.Filter[0]
        $value = $bound.Value
        $is = Get-Value $model $place $bound.Name
        if ($null -ne $is -and $is -isnot [string]) { $value = $value -as $is.GetType() }
        if ($is -is [bool]) { $value = [bool]::Parse([string]$bound.Value) }
        if ($place.rest -eq "/application[@path='/']" -and $bound.Name -eq 'applicationPool') { $model.sites[$place.name].pool = $bound.Value }
        elseif ($place.rest -like '*virtualDirectory*') { $model.sites[$place.name].path = $bound.Value }
        else { $model.values["$($place.kind) $($place.name)$($place.rest) $($bound.Name)"] = $value }
    }
}
$DoubleHandlers['Add-WebConfigurationProperty'] = {
    param($bound)
    $place = Split-Filter $bound.Filter[0]
    $key = "$($place.kind) $($place.name)$($place.rest)"
    Use-Model { param($model) $model.lists[$key] = @($model.lists[$key] | Where-Object { $_ }) + @($bound.Value.value) }
}
$DoubleHandlers['Clear-WebConfiguration'] = {
    param($bound)
    $place = Split-Filter $bound.Filter[0]
    Use-Model { param($model) $model.lists.Remove("$($place.kind) $($place.name)$($place.rest)") }
}

param([hashtable]$given)
if (-not $given.name) { Fail 'missing required arguments: name' }
if (-not $given.state -and $null -eq $given.enabled) { Fail 'one of the following is required: state, enabled' }
$service = Find-Service $given.name
if (-not $service) {
    if (-not $session.Check) { Fail "Could not find the requested service $($given.name): host" }
    $null = Change
    return
}
$name = $service.Name
$is = Read-Service $name
function Test-Enabled { $is.start_mode -in 'boot', 'system', 'auto', 'delayed' }
function Set-Enabled {
    if ($is.start_mode -eq 'delayed') { Set-ServiceNumber $name 3 0 }
    Set-ServiceConfig $name @{ start = (Find-Code $serviceStarts $(if ($given.enabled) { 'auto' } else { 'manual' })) }
}
function Invoke-Change([string]$what, [scriptblock]$work) {
    if (-not (Change)) { return }
    try { & $work } catch { Fail "Unable to $what service ${name}: $($_.Exception.GetBaseException().Message)" }
}
# with what needs it: as on other systems that is stopped too, and comes back with it
function Restart-Whole {
    $after = @($service.DependentServices | Where-Object { $_.Status -eq 'Running' })
    if ($is.state -ne 'stopped') { $service | Stop-Service -Force -WarningAction SilentlyContinue }
    if ($given.sleep) { Start-Sleep -Seconds $given.sleep }
    $service | Start-Service -WarningAction SilentlyContinue
    foreach ($one in $after) { $one | Start-Service -WarningAction SilentlyContinue }
}
if ($null -ne $given.enabled -and $given.enabled -ne (Test-Enabled)) { Invoke-Change 'configure' { Set-Enabled } }
if ($given.state -eq 'started') {
    if ($is.state -ne 'started') { Invoke-Change 'start' { $service | Start-Service -WarningAction SilentlyContinue } }
} elseif ($given.state -eq 'stopped') {
    if ($is.state -ne 'stopped') { Invoke-Change 'stop' { $service | Stop-Service -Force -WarningAction SilentlyContinue } }
} elseif ($given.state -eq 'restarted') { Invoke-Change 'restart' { Restart-Whole } }
Say 'name' $given.name
if ($given.state) { Say 'state' $(if ($given.state -eq 'stopped') { 'stopped' } else { 'started' }) }
if ($null -ne $given.enabled) { SayJson 'enabled' $given.enabled }

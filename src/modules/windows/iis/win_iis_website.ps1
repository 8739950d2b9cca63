param([hashtable]$given)
Import-Iis
$name = $given.name
function Test-Folder {
    if (-not (Test-Path -LiteralPath $given.physical_path)) { Fail 'specified folder must already exist: physical_path' }
}
function New-Site {
    if (-not $given.physical_path) { Fail 'missing required arguments: physical_path' }
    Test-Folder
    $options = @{ Name = $name; PhysicalPath = $given.physical_path; Force = $true }
    foreach ($one in ([ordered]@{ ApplicationPool = 'application_pool'; Id = 'site_id'; Port = 'port'; IPAddress = 'ip'; HostHeader = 'hostname' }).GetEnumerator()) { if ($given[$one.Value]) { $options[$one.Key] = $given[$one.Value] } }
    # without any site the command finds no number
    if (-not $options.Id -and @(Get-Website).Count -eq 0) { $options.Id = 1 }
    if (Change) { $null = New-Website @options }
}
# what stands below a site, by its true name
$parts = 'logFile', 'limits', 'traceFailedRequestsLogging', 'ftpServer', 'hsts', 'applicationDefaults', 'virtualDirectoryDefaults'
function Update-Setting([string]$setting, [string]$wish) {
    $names = @($setting.Split('.'))
    $filter = Get-SitePath $name
    for ($at = 0; $at -lt $names.Count - 1; $at++) {
        $part = $names[$at]
        $known = $parts | Where-Object { $_ -eq $part }
        $filter += '/' + $(if ($known) { $known } else { $part })
    }
    if (-not (Test-IisValue (Get-IisValue $filter $names[-1]) $wish) -and (Change)) { Set-IisValue $filter $names[-1] $wish }
}
function Update-Site($site) {
    $top = (Get-SitePath $name) + "/application[@path='/']"
    if ($given.physical_path) {
        Test-Folder
        $folder = (Get-Item -LiteralPath $given.physical_path).FullName
        if ($folder -ne $site.physicalPath -and (Change)) { Set-IisValue "$top/virtualDirectory[@path='/']" 'physicalPath' $folder }
    }
    if ($given.application_pool -and $given.application_pool -ne $site.applicationPool -and (Change)) { Set-IisValue $top 'applicationPool' $given.application_pool }
    for ($at = 0; $at -lt $given.parameters.Count; $at += 2) { Update-Setting $given.parameters[$at] $given.parameters[$at + 1] }
    $isOn = $site.state -eq 'Started'
    if ($given.state -in 'stopped', 'restarted' -and $isOn -and (Change)) { Stop-Website -Name $name }
    if ((($given.state -eq 'started' -and $site.state -eq 'Stopped') -or $given.state -eq 'restarted') -and (Change)) { Start-Website -Name $name }
}
$site = Find-Site $name
try {
    if ($given.state -eq 'absent') {
        if ($site -and (Change)) { Remove-Website -Name $name }
    } else {
        if (-not $site) {
            New-Site
            $site = Find-Site $name
        }
        if ($site) { Update-Site $site }
    }
} catch {
    if ($session.Left) { throw }
    Fail $_.Exception.Message
}
$site = Find-Site $name
SayJson 'site' $(if ($site -and $given.state -ne 'absent') {
        @{ Name = $site.name; ID = $site.id; State = [string]$site.state; PhysicalPath = $site.physicalPath; ApplicationPool = $site.applicationPool; Bindings = @($site.bindings.Collection | ForEach-Object { $_.bindingInformation }) }
    } else { @{} })

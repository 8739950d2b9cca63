param([hashtable]$given)
$name = $given.name
$diff = New-Object System.Collections.ArrayList
function Note-Change([string]$what) {
    Say 'changed_by' $what
    Change
}
function Invoke-Nssm([string[]]$words, [string]$failure) {
    $did = Invoke-Program (Find-Program $given.executable '') $words
    # NSSM writes two bytes a letter
    $did.stdout = $did.stdout.Replace([string][char]0, '')
    if ($did.rc -ne 0 -and $failure) {
        SayJson 'nssm_error_cmd' $did.command
        SayJson 'nssm_error_log' $did.stderr.Replace([string][char]0, '')
        Fail "$failure service `"$name`""
    }
    $did
}
function Test-Service { [bool](Get-Service -Name $name -ErrorAction SilentlyContinue) }
function Update-Setting([string]$setting, $wish) {
    if ($null -eq $wish) { return }
    $wish = @($wish | Where-Object { "$_" -ne '' } | ForEach-Object { [string]$_ })
    $is = Split-Lines (Invoke-Nssm @('get', $name, $setting) "Error retrieving $setting for").stdout
    if ((@($is | Sort-Object) -join "`n") -eq (@($wish | Sort-Object) -join "`n")) { return }
    $null = $diff.Add("-$setting = $($is -join ', ')`n+$setting = $($wish -join ', ')")
    if (-not (Note-Change $setting)) { return }
    $words = $(if ($wish.Count) { @('set', $name, $setting) + $wish } else { 'reset', $name, $setting })
    $null = Invoke-Nssm $words "Error setting $setting for"
}
function Get-AccountId([string]$account) {
    if ($account -in 'LocalSystem', '.\LocalSystem') { return 'S-1-5-18' }
    [string](Resolve-Account $account)
}
function Update-Account {
    if (-not $given.username) { return }
    $sid = Get-AccountId $given.username
    $password = $given.password
    if ($sid -in 'S-1-5-18', 'S-1-5-19', 'S-1-5-20') { $password = '' }
    elseif ($given.username.EndsWith('$')) { $password = 'managed' }
    elseif (-not $password) { Fail "User without password is informed for service `"$name`"" }
    $is = @(Split-Lines (Invoke-Nssm @('get', $name, 'ObjectName') 'Error retrieving ObjectName for').stdout)[0]
    if ((Get-AccountId $is) -eq $sid) { return }
    $null = $diff.Add("-ObjectName = $is`n+ObjectName = $($given.username)")
    if (Note-Change 'ObjectName') { $null = Invoke-Nssm (@('set', $name, 'ObjectName', $given.username) + @(if ($password) { $password })) 'Error setting ObjectName for' }
}
function Set-State([string]$state) {
    $is = (Invoke-Nssm @('status', $name) "Error $(if ($state -eq 'started') { 'starting' } else { 'stopping' })").stdout
    if ($state -eq 'stopped') {
        if ($is -notlike '*SERVICE_STOPPED*' -and (Note-Change 'stop_service')) { $null = Invoke-Nssm @('stop', $name) 'Error stopping' }
    } elseif ($is -notlike '*SERVICE_RUNNING*' -and (Note-Change 'start_service')) {
        if ($is -notlike '*SERVICE_STOPPED*') { $null = Invoke-Nssm @('stop', $name) 'Error stopping' }
        $null = Invoke-Nssm @('start', $name) 'Error starting'
    }
}
function Update-Service {
    if (-not (Test-Path -LiteralPath $given.application -PathType Leaf)) { Fail "The application specified `"$($given.application)`" does not exist on the host." }
    $isNew = -not (Test-Service)
    $null = $diff.Add("$(if ($isNew) { '+' })[$name]")
    if ($isNew -and (Note-Change 'install_service')) { $null = Invoke-Nssm @('install', $name, $given.application) 'Error installing' }
    if (-not (Test-Service)) { return }
    $folder = $given.working_directory
    if (-not $folder) { $folder = [System.IO.Path]::GetDirectoryName($given.application) }
    $line = $(if ($null -ne $given.words) { @($given.words | ForEach-Object { Format-Word $_ }) -join ' ' } else { $given.line })
    $modes = @{ auto = 'SERVICE_AUTO_START'; delayed = 'SERVICE_DELAYED_AUTO_START'; manual = 'SERVICE_DEMAND_START'; disabled = 'SERVICE_DISABLED' }
    $settings = [ordered]@{
        Application = $given.application; DisplayName = $given.display_name; Description = $given.description; AppDirectory = $folder; AppParameters = $line
        AppStdout = $given.stdout_file; AppStderr = $given.stderr_file; AppEnvironmentExtra = $given.app_environment
        AppStdoutCreationDisposition = 2; AppStderrCreationDisposition = 2; AppRotateFiles = 1; AppRotateOnline = $given.app_rotate_online; AppRotateSeconds = 86400; AppRotateBytes = $given.app_rotate_bytes
        DependOnService = $given.dependencies
    }
    foreach ($one in $settings.Keys) { Update-Setting $one $settings[$one] }
    Update-Account
    Update-Setting 'Start' $modes[$given.start_mode]
    if ($given.state -in 'stopped', 'restarted') { Set-State 'stopped' }
    if ($given.state -in 'started', 'restarted') { Set-State 'started' }
    Update-Setting 'AppStopMethodConsole' $given.app_stop_method_console
    Update-Setting 'AppStopMethodSkip' $given.app_stop_method_skip
}
if ($given.state -ne 'absent') { Update-Service }
elseif (Test-Service) {
    $null = $diff.Add("-[$name]")
    if (Note-Change 'remove_service') {
        if ([string](Get-Service -Name $name).Status -ne 'Stopped') { $null = Invoke-Nssm @('stop', $name) '' }
        $null = Invoke-Nssm @('remove', $name, 'confirm') 'Error removing'
    }
}
if ($session.Diff -and $diff.Count -gt 0) { SayJson 'diff' @{ prepared = "$($diff -join "`n")`n" } }

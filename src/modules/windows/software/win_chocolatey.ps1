param([hashtable]$given)
$good = 0, 1605, 1614, 1641, 3010
$names = @($given.name)
$last = @{ rc = 0; stdout = $null; command = $null }
function Find-Choco {
    $found = @(Get-Command -Name choco -CommandType Application -ErrorAction SilentlyContinue)
    if ($found.Count) { return $found[0].Path }
    $folder = [System.Environment]::GetEnvironmentVariable('ChocolateyInstall', 'Machine')
    if (-not $folder) { $folder = "$env:ProgramData\chocolatey" }
    foreach ($one in "$folder\bin\choco.exe", "$folder\choco.exe") { if (Test-Path -LiteralPath $one) { return $one } }
}
# Passwords are not told.
function Hide-Words([string[]]$words) {
    for ($at = 0; $at -lt $words.Count; $at++) {
        if ($at -gt 0 -and $words[$at - 1] -in '--password', '--proxy-password') { '********' } else { $words[$at] }
    }
}
function Invoke-Choco([string[]]$words) { Invoke-Program $choco $words }
function Assert-Choco($did, $codes, [string]$what, [string[]]$words) {
    if ($codes -contains $did.rc) { return }
    SayJson 'rc' $did.rc
    SayJson 'stdout' $did.stdout
    SayJson 'stderr' $did.stderr
    SayJson 'command' ("choco.exe " + (@(Hide-Words $words) -join ' '))
    Fail $what
}
function Get-CommonWords {
    '--yes', '--no-progress', '--limit-output'
    if ($session.Check) { '--what-if' }
}
# --- Chocolatey itself ---
function Get-ScriptAddress {
    if ($given.bootstrap_script) { return $given.bootstrap_script }
    if ($given.source -notmatch '^https?://') { return 'https://community.chocolatey.org/install.ps1' }
    if ($given.source -match '\.ps1$') { return $given.source }
    if ($given.source -match '/repository/') { return $given.source.TrimEnd('/') + '/install.ps1' }
    ([uri]$given.source).GetLeftPart([System.UriPartial]::Authority) + '/install.ps1'
}
function Install-Choco {
    $bits = @{ tls11 = 768; tls12 = 3072; tls13 = 12288 }
    $protocol = 0
    foreach ($one in $given.bootstrap_tls_version) { $protocol = $protocol -bor $bits[$one] }
    # what this system has of them
    try { [System.Net.ServicePointManager]::SecurityProtocol = [System.Net.SecurityProtocolType]$protocol } catch { [System.Net.ServicePointManager]::SecurityProtocol = [System.Net.SecurityProtocolType]3072 }
    $client = New-Object System.Net.WebClient
    $address = Get-ScriptAddress
    if ($given.proxy_url) {
        $proxy = New-Object System.Net.WebProxy $given.proxy_url, $true
        if ($given.proxy_username) { $proxy.Credentials = New-Object System.Net.NetworkCredential $given.proxy_username, $given.proxy_password }
        $client.Proxy = $proxy
        [System.Environment]::SetEnvironmentVariable('chocolateyProxyLocation', $given.proxy_url, 'Process')
    }
    if ($given.source_username) { $client.Credentials = New-Object System.Net.NetworkCredential $given.source_username, $given.source_password }
    if ($given.version -and $names -contains 'chocolatey') { [System.Environment]::SetEnvironmentVariable('chocolateyVersion', $given.version, 'Process') }
    $was = [System.Net.ServicePointManager]::ServerCertificateValidationCallback
    if (-not $given.validate_certs) { [System.Net.ServicePointManager]::ServerCertificateValidationCallback = { $true } }
    $path = (Get-TempPath) + '.ps1'
    try { $client.DownloadFile($address, $path) } catch { Fail "Failed to download Chocolatey script from '$address': $($_.Exception.GetBaseException().Message)" }
    finally { [System.Net.ServicePointManager]::ServerCertificateValidationCallback = $was }
    $did = Invoke-Program "$env:SystemRoot\System32\WindowsPowerShell\v1.0\powershell.exe" @('-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-File', $path)
    if ($did.rc -ne 0) {
        SayJson 'rc' $did.rc
        SayJson 'stdout' $did.stdout
        SayJson 'stderr' $did.stderr
        Fail 'Chocolatey bootstrap installation failed.'
    }
    Sync-Environment
}
# --- what there is ---
function Get-Installed([string]$version) {
    $words = @('list') + @(if ($cli -lt [version]'2.0.0') { '--local-only' }) + @('--limit-output') + @(if ($version) { '--version', $version } else { '--all-versions' })
    $did = Invoke-Choco $words
    Assert-Choco $did (0, 2) 'Error checking installation status for chocolatey packages' $words
    $table = @{}
    foreach ($line in Split-Lines $did.stdout) {
        $name, $of = $line.Split('|')
        if ($of) { $table[$name] = @($table[$name] | Where-Object { $_ }) + @(@($of)[0]) }
    }
    $table
}
function Get-Pins {
    $words = 'pin', 'list', '--limit-output'
    $did = Invoke-Choco $words
    Assert-Choco $did (, 0) 'Error getting list of pinned packages' $words
    $table = @{}
    foreach ($line in Split-Lines $did.stdout) {
        $name, $of = $line.Split('|')
        $table[$name] = @($table[$name] | Where-Object { $_ }) + @(@($of)[0])
    }
    $table
}
# --- what is done ---
function Get-Words([bool]$isUpdate) {
    '--fail-on-unfound'
    Get-CommonWords
    if ($given.state -eq 'downgrade') { '--allow-downgrade' }
    foreach ($one in 'allow_empty_checksums', 'allow_multiple', 'ignore_checksums', 'ignore_dependencies', 'skip_scripts', 'force') { if ($given[$one]) { '--' + $one.Replace('_', '-') } }
    if ($given.allow_prerelease) { '--prerelease' }
    if ($given.architecture -eq 'x86') { '--x86' }
    if ($isUpdate -and $given.ignore_pinned) { '--ignore-pinned' }
    if ($given.override_args) { '--override-arguments' }
    $pairs = [ordered]@{
        checksum = '--checksum'; checksum64 = '--checksum64'; checksum_type = '--checksumtype'; checksum_type64 = '--checksumtype64'; install_args = '--install-arguments'; package_params = '--package-parameters'
        proxy_url = '--proxy'; proxy_username = '--proxy-user'; proxy_password = '--proxy-password'; source = '--source'; source_username = '--user'; source_password = '--password'; timeout = '--timeout'; version = '--version'
    }
    foreach ($one in $pairs.Keys) { if ($given[$one]) { $pairs[$one], [string]$given[$one] } }
    if ($given.choco_args) { $given.choco_args }
}
function Invoke-Change([string[]]$words, [string]$failure) {
    $did = Invoke-Choco $words
    $last.rc = $did.rc
    $last.stdout = $did.stdout
    $last.command = 'choco.exe ' + (@(Hide-Words $words) -join ' ')
    Assert-Choco $did $good $failure $words
    $did
}
function Install-Packages($list) {
    $null = Change
    $null = Invoke-Change (@('install') + $list + @(Get-Words $false)) "Error installing $($list -join ', ')"
}
function Update-Packages($list) {
    $did = Invoke-Change (@('upgrade') + $list + @(Get-Words $true)) "Error updating package(s) '$($list -join ', ')'"
    if ($did.stdout -match ' upgraded (\d+)/\d+ package' -and [int]$matches[1] -gt 0) { $null = Change }
    # in check mode the versions that it would bring are told
    elseif ($session.Check -and @(Split-Lines $did.stdout | Where-Object { $_ -match '^[^|]+\|([^|]*)\|([^|]*)\|' -and $matches[1] -ne $matches[2] }).Count) { $null = Change }
}
function Uninstall-Package([string]$package, [bool]$isMany) {
    $words = @('uninstall', $package) + @(Get-CommonWords)
    if ($given.force) { $words += '--force' }
    if ($given.skip_scripts) { $words += '--skip-scripts' }
    if ($given.remove_dependencies) { $words += '--remove-dependencies' }
    if ($given.timeout) { $words += '--timeout', [string]$given.timeout }
    if ($given.package_params) { $words += '--package-parameters', $given.package_params }
    if (-not $given.version) { $words += '--all-versions' }
    else {
        $words += '--version', $given.version
        if ($isMany) { $words += '--allow-multiple' }
    }
    $null = Change
    $null = Invoke-Change $words "Error uninstalling package '$package'"
}
function Set-Pin([string]$package, [bool]$isOn, [string]$version) {
    if (-not (Change)) { return }
    $words = @('pin', $(if ($isOn) { 'add' } else { 'remove' }), '--name', $package) + @(if ($version) { '--version', $version }) + @(Get-CommonWords)
    Assert-Choco (Invoke-Choco $words) (, 0) "Error $(if ($isOn) { 'pinning' } else { 'unpinning' }) package '$package'" $words
}
function Update-Pins {
    $pins = Get-Pins
    foreach ($package in $names) {
        $has = @($pins[$package] | Where-Object { $_ })
        if ($has.Count) {
            if (-not $given.pinned -and -not $given.version) { foreach ($one in $has) { Set-Pin $package $false $one } }
            elseif ($given.version -and ($has -contains $given.version) -ne $given.pinned) { Set-Pin $package $given.pinned $given.version }
        } elseif ($given.pinned) { Set-Pin $package $true $given.version }
    }
}
$choco = Find-Choco
if (-not $choco) {
    if (-not $names.Contains('chocolatey')) { Warn 'Chocolatey was missing from this system, so it was installed during this task run.' }
    if (-not (Change)) { Skip 'Skipped check mode run on win_chocolatey as choco.exe cannot be found on the system' }
    Install-Choco
    $choco = Find-Choco
    if (-not $choco) { Fail 'Failed to find choco.exe, make sure it is added to the PATH or the env var ChocolateyInstall is set' }
}
$did = Invoke-Choco '--version'
if ($did.stdout -notmatch '(\d+)\.(\d+)\.(\d+)') { Assert-Choco $did @() 'Error getting version of Chocolatey CLI' '--version' }
$cli = [version]$matches[0]
SayJson 'choco_cli_version' ([string]$cli)
if ($given.allow_multiple -and $cli -ge [version]'2.0.0') { Fail "Option 'allow_multiple' is not supported on the installed version of Chocolatey CLI" }
if ($given.ignore_pinned -and $cli -lt [version]'2.3.0') { Fail "Option 'ignore_pinned' is not supported on the installed version of Chocolatey CLI" }
$table = Get-Installed
$installed = @{}
foreach ($one in $names) { $installed[$one] = @(if ($one -eq 'all') { '0.0.0' } else { $table[$one] | Where-Object { $_ } }) }
if ($given.state -in 'absent', 'reinstalled') {
    foreach ($one in $names) {
        if ($installed[$one].Count -eq 0) { continue }
        if ($given.version -and $installed[$one] -notcontains $given.version) { continue }
        Uninstall-Package $one ($installed[$one].Count -gt 1)
        $installed[$one] = @()
    }
}
if ($given.state -ne 'absent') {
    $missing = @($names | Where-Object { $installed[$_].Count -eq 0 -or ($given.state -eq 'present' -and $given.force) })
    if ($given.state -eq 'present' -and $given.version -and -not $given.force) {
        foreach ($one in $names) {
            if ($installed[$one].Count -eq 0 -or $installed[$one] -contains $given.version) { continue }
            if (-not $given.allow_multiple) { Fail "Chocolatey package '$one' is already installed with version(s) '$($installed[$one] -join "', '")' but was expecting '$($given.version)'. Either change the expected version, set state=latest or state=upgrade, set allow_multiple=yes, or set force=yes to continue" }
            $missing += $one
        }
    }
    if ($missing.Count) { Install-Packages $missing }
    if ($given.state -in 'latest', 'upgrade' -or ($given.state -eq 'downgrade' -and $given.version)) {
        $there = @($names | Where-Object { $installed[$_].Count })
        if ($there.Count) { Update-Packages $there }
    }
    if ($null -ne $given.pinned) { Update-Pins }
}
SayJson 'rc' $last.rc
if ($last.command) {
    SayJson 'command' $last.command
    SayJson 'stdout' $last.stdout
}

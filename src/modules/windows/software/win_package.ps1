param([hashtable]$given)
$uninstall = 'Microsoft\Windows\CurrentVersion\Uninstall'
# Where the registry tells of a product: of the machine or the user, of 64 or 32 bits.
function Find-Product([string]$id) {
    foreach ($hive in 'HKLM:', 'HKCU:') {
        foreach ($part in 'SOFTWARE', 'SOFTWARE\Wow6432Node') {
            $path = "$hive\$part\$uninstall\$id"
            if (Test-Path -LiteralPath $path) { return $path }
        }
    }
}
# Its objects tell PowerShell nothing of what they have: each is asked by name.
function Invoke-Com($object, [string]$name, $words, [string]$kind = 'InvokeMethod') {
    $object.GetType().InvokeMember($name, [System.Reflection.BindingFlags]$kind, $null, $object, [object[]]@($words))
}
# What Windows' own installer says of a product: 5 is installed.
function Test-Msi([string]$id) {
    if ($id -notmatch '^\{[0-9A-Fa-f-]{36}\}$') { return $false }
    (Invoke-Com (New-Object -ComObject 'WindowsInstaller.Installer') 'ProductState' $id 'GetProperty') -eq 5
}
function Read-MsiCode([string]$path) {
    try {
        $database = Invoke-Com (New-Object -ComObject 'WindowsInstaller.Installer') 'OpenDatabase' @($path, 0)
        $view = Invoke-Com $database 'OpenView' "SELECT ``Value`` FROM ``Property`` WHERE ``Property`` = 'ProductCode'"
        $null = Invoke-Com $view 'Execute' @()
        Invoke-Com (Invoke-Com $view 'Fetch' @()) 'StringData' 1 'GetProperty'
    } catch { Fail "failed to read the product code of the MSI at '$path': $($_.Exception.GetBaseException().Message)" }
}
function Find-Provider([string]$path) {
    if ($given.provider -ne 'auto') { return $given.provider }
    if ($path) { return $(if ([System.IO.Path]::GetExtension($path) -eq '.msi') { 'msi' } else { 'registry' }) }
    $(if (Test-Msi $given.product_id) { 'msi' } else { 'registry' })
}
function Test-Creates([bool]$is) {
    if ($given.creates_path) {
        $is = Test-Path -LiteralPath $given.creates_path
        if ($is -and $given.creates_version) {
            if (Test-Path -LiteralPath $given.creates_path -PathType Container) { Fail 'creates_path must be a file not a directory when creates_version is set' }
            $has = [System.Diagnostics.FileVersionInfo]::GetVersionInfo((ConvertTo-FullPath $given.creates_path))
            $is = $given.creates_version -eq "$($has.FileMajorPart).$($has.FileMinorPart).$($has.FileBuildPart).$($has.FilePrivatePart)"
        }
    }
    if ($given.creates_service) { $is = $null -ne (Get-Service -Name ([WildcardPattern]::Escape($given.creates_service)) -ErrorAction SilentlyContinue) }
    $is
}
# What removes a product by the registry; a path with blanks that is not in quotes gets them.
function Get-RemovalLine([string]$key) {
    $is = Get-Item -LiteralPath $key
    $line = [string]$is.GetValue('QuietUninstallString')
    if (-not $line) { $line = [string]$is.GetValue('UninstallString') }
    if (-not $line) { Fail "Failed to find registry uninstall string at registry path '$key'" }
    if ($line -match '^"?%') { $line = [System.Environment]::ExpandEnvironmentVariables($line) }
    if ($line.StartsWith('"') -or -not $line.Contains(' ')) { return $line }
    $words = $line.Split(' ')
    for ($count = 1; $count -le $words.Count; $count++) {
        $program = $words[0..($count - 1)] -join ' '
        if (-not (Test-Path -LiteralPath $program -PathType Leaf)) { continue }
        return "`"$program`"" + $(if ($count -lt $words.Count) { ' ' + ($words[$count..($words.Count - 1)] -join ' ') })
    }
    $line
}
function Get-File([string]$url) {
    $ask = $given.Clone()
    $ask.url = $url
    $ask.method = 'GET'
    $got = Send-Request $ask
    if ($got.status -lt 200 -or $got.status -ge 300) {
        Fail "Failed to download '$url': $(if ($got.why) { $got.why } else { "($($got.status)) $($got.reason)" })"
    }
    $named = [System.IO.Path]::Combine((Get-SessionFolder), [guid]::NewGuid().ToString('N') + [System.IO.Path]::GetExtension((Get-UrlName $url)))
    [System.IO.File]::Move($got.file, $named)
    $named
}
function Test-File([string]$path) {
    $sum = (Get-Checksum (ConvertTo-FullPath $path) $given.checksum_algorithm).ToUpperInvariant()
    Say 'checksum' $sum
    if ($given.checksum -and $given.checksum -ne $sum) { Fail "The checksum for $path did not match '$($given.checksum)', it was '$sum'" }
    if (-not $given.verify_signature) { return }
    $state = (Get-AuthenticodeSignature -LiteralPath $path).Status
    if ($state -ne 'Valid') { Fail "Authenticode check failed: File '$path': signature status is '$state', expected 'Valid'" }
}
# Runs the line and judges its exit code.
function Invoke-Line([string]$line, [string]$log) {
    $program, $words = Split-CommandLine $line
    $start = New-Object System.Diagnostics.ProcessStartInfo (Find-Program $program $given.chdir), $words
    $start.UseShellExecute = $false
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    if ($given.chdir) { $start.WorkingDirectory = $given.chdir }
    foreach ($name in $session.Environment.Keys) { $start.EnvironmentVariables[$name] = $session.Environment[$name] }
    try { $run = [System.Diagnostics.Process]::Start($start) } catch { Fail "Failed to run: '$line': $($_.Exception.GetBaseException().Message)" }
    $run.StandardInput.Close()
    $errors = $run.StandardError.ReadToEndAsync()
    $output = $run.StandardOutput.ReadToEnd()
    $run.WaitForExit()
    SayJson 'rc' $run.ExitCode
    if ($run.ExitCode -eq 3010) { SayJson 'reboot_required' $true }
    if ($run.ExitCode -in $given.codes) { return }
    Say 'stdout' $output
    Say 'stderr' $errors.Result
    if ($log -and (Test-Path -LiteralPath $log)) { Say 'log' (Get-Content -LiteralPath $log -Raw) }
    Fail "unexpected rc from '$line': see rc, stdout, and stderr for more details"
}
function Invoke-Msi([string]$action, [string]$what) {
    $log = $given.log_path
    if (-not $log) { $log = Get-TempPath }
    $words = @("$env:SystemRoot\System32\msiexec.exe", $action, $what, '/L*V', $log, '/qn', '/norestart' | ForEach-Object { Format-Word $_ }) -join ' '
    Invoke-Line ($words + $more) $log
}
$more = $(if ($given.line) { ' ' + $given.line } else { '' })
$path = $given.path
$isUrl = $path -match '^https?:'
$wanted = $given.state -eq 'present'
SayJson 'reboot_required' $false
SayJson 'rc' 0
if ($path -and -not $isUrl -and -not (Test-Path -LiteralPath $path) -and -not $session.Check) { Fail "the file at the path '$path' cannot be reached" }
if ($isUrl -and -not $wanted -and -not $given.product_id) { Fail 'Unable to find Product ID from the URL path. Please specify product_id when using state=absent' }
$provider = Find-Provider $(if ($isUrl) { ([uri]$path).AbsolutePath } else { $path })
if ($provider -notin 'msi', 'registry') { Fail "packages of the kind $provider are not supported" }
$id = $given.product_id
if ($isUrl -and $provider -eq 'msi' -and -not $id) {
    $path = Get-File $path
    $isUrl = $false
}
if ($provider -eq 'msi') {
    if ($path -and -not $isUrl -and (Test-Path -LiteralPath $path)) { $id = Read-MsiCode (ConvertTo-FullPath $path) }
    $is = $id -and (Test-Msi $id)
} else {
    $key = $(if ($id) { Find-Product $id })
    $is = $null -ne $key
}
$is = Test-Creates $is
if ($is -eq $wanted) { return }
if (-not (Differs 'state' $(if ($is) { 'present' } else { 'absent' }) $given.state)) { return }
if ($isUrl -and ($wanted -or ($provider -eq 'registry' -and -not $key))) { $path = Get-File $path } elseif ($isUrl) { $path = $null }
if ($wanted) { Test-File $path }
if ($provider -eq 'msi') { if ($wanted) { Invoke-Msi '/i' $path } else { Invoke-Msi '/x' $(if ($id) { $id } else { $path }) } }
elseif ($path) { Invoke-Line ((Format-Word $path) + $more) }
elseif ($key) { Invoke-Line ((Get-RemovalLine $key) + $more) }
else { Fail 'there is nothing that tells how to remove it: give path or product_id' }

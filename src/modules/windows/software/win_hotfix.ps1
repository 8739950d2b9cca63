param([hashtable]$given)
function Get-Number([string]$text) { if ($text -match 'KB\d+') { $matches[0] } else { 'UNKNOWN' } }
# What DISM knows of a package by its name.
function Find-Package([string]$name) {
    try { $found = Get-WindowsPackage -Online -PackageName $name } catch { return @{ name = $name; state = 'NotPresent'; kb = 'UNKNOWN' } }
    @{ name = $found.PackageName; state = [string]$found.PackageState; kb = Get-Number $found.Description }
}
function Find-ByNumber([string]$kb) {
    if (-not (Get-HotFix -Id $kb -ErrorAction SilentlyContinue)) { return @{ state = 'NotPresent' } }
    $all = @(Get-WindowsPackage -Online)
    $named = $all | Where-Object { $_.PackageName -like "*$kb*" } | Select-Object -First 1
    if ($named) { return Find-Package $named.PackageName }
    foreach ($one in $all) {
        $found = Find-Package $one.PackageName
        if ($found.kb -eq $kb) { return $found }
    }
    Fail 'failed to get DISM package from KB, to continue specify hotfix_identifier instead'
}
function Remove-Hotfix {
    $found = $(if ($given.hotfix_identifier) { Find-Package $given.hotfix_identifier } else { Find-ByNumber $given.hotfix_kb })
    if ($found.state -notin 'UninstallPending', 'Installed') { return $false }
    Say 'identifier' $found.name
    Say 'kb' $found.kb
    if ($found.state -eq 'UninstallPending') { return $true }
    if (-not (Change)) { return $false }
    try { [bool](Remove-WindowsPackage -Online -PackageName $found.name -NoRestart -WarningAction SilentlyContinue).RestartNeeded } catch { Fail "failed to remove package $($found.name): $($_.Exception.Message)" }
}
# The packages of an unpacked file: an XML names them, a text tells the number.
function Read-Packages([string]$folder) {
    $about = Get-ChildItem -LiteralPath $folder | Where-Object { $_.Extension -eq '.xml' } | Select-Object -First 1
    if (-not $about) { Fail 'failed to get metadata xml inside MSU file, cannot get hotfix metadata required for this task' }
    $text = Get-ChildItem -LiteralPath $folder | Where-Object { $_.Extension -eq '.txt' } | Select-Object -First 1
    $kb = 'UNKNOWN'
    if ($text -and [System.IO.File]::ReadAllText($text.FullName) -match '(?m)^KB Article Number\s*=\s*"?(\d+)') { $kb = 'KB' + $matches[1] }
    foreach ($one in ([xml][System.IO.File]::ReadAllText($about.FullName)).unattend.servicing.package.source.location) {
        $path = Join-Path $folder (Split-Path -Path $one -Leaf)
        try { $found = Get-WindowsPackage -Online -PackagePath $path } catch { Fail "failed to get DISM package metadata from path ${folder}: $($_.Exception.Message)" }
        if ($found.Applicable -eq $false) { Fail 'hotfix package is not applicable for this server' }
        @{ path = $path; name = $found.PackageName; state = [string]$found.PackageState; kb = $kb }
    }
}
function Install-Hotfix([string]$folder) {
    $did = Invoke-Program "$env:SystemRoot\System32\expand.exe" @($given.source, $folder, '-F:*')
    if ($did.rc -ne 0) { Fail "failed to run expand.exe: RC = $($did.rc)" }
    $found = @(Read-Packages $folder)
    foreach ($one in ([ordered]@{ hotfix_identifier = 'name'; hotfix_kb = 'kb' }).GetEnumerator()) {
        $wish = $given[$one.Key]
        $is = @($found | ForEach-Object { $_[$one.Value] })
        if ($wish -and $is -notcontains $wish) { Fail "the hotfix $($one.Value) $wish does not match with the source msu, which has $($is -join ', '), please omit or specify the correct one to continue" }
    }
    SayJson 'identifiers' @($found | ForEach-Object { $_.name })
    SayJson 'identifier' $found[0].name
    SayJson 'kbs' @($found | ForEach-Object { $_.kb })
    SayJson 'kb' $found[0].kb
    $missing = @($found | Where-Object { $_.state -notin 'InstallPending', 'Installed' }).Count -gt 0
    $isPending = @($found | Where-Object { $_.state -eq 'InstallPending' }).Count -gt 0
    if (-not $missing -and $found[0].kb -ne 'UNKNOWN' -and -not (Get-HotFix -Id $found[0].kb -ErrorAction SilentlyContinue)) { $missing = -not $isPending }
    if (-not $missing) { return $isPending }
    if (-not (Change)) { return $false }
    try { $done = @($found | ForEach-Object { Add-WindowsPackage -Online -PackagePath $_.path -NoRestart -WarningAction SilentlyContinue }) } catch { Fail "failed to add windows package: $($_.Exception.Message)" }
    @($done | Where-Object { $_.RestartNeeded }).Count -gt 0
}
if ($given.state -eq 'absent') { SayJson 'reboot_required' ([bool](Remove-Hotfix)) }
else {
    if (-not (Test-Path -LiteralPath $given.source -PathType Leaf)) { Fail "the path set for source $($given.source) does not exist or is not a file" }
    $folder = Get-TempPath
    $null = [System.IO.Directory]::CreateDirectory($folder)
    SayJson 'reboot_required' ([bool](Install-Hotfix $folder))
}

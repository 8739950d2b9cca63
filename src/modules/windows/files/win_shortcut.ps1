param([hashtable]$given)
$dest = $given.dest
Say 'dest' $dest
Say 'state' $given.state
if ($given.state -eq 'absent') {
    if ((Test-Path -LiteralPath $dest) -and (Change)) {
        try { Remove-Item -LiteralPath $dest -Force } catch { Fail "Failed to remove shortcut '$dest'. ($($_.Exception.Message))" }
    }
    return
}
$styles = @{ normal = 1; maximized = 3; minimized = 7 }
$work = @{ changed = $false }
# Windows writes programs with their whole path
function Find-Target([string]$src) {
    $found = @(Get-Command -Name $src -CommandType Application -ErrorAction SilentlyContinue)
    if ($found.Count) { return $found[0].Path }
    if (-not (Test-Path -LiteralPath $src -IsValid) -and -not (Split-Path -Path $src -IsAbsolute)) { Fail "Source '$src' is not found in PATH and not a valid or absolute path." }
    $src
}
function Update-Property($shortcut, [string]$property, $wish) {
    if ($null -eq $wish -or [string]$shortcut.$property -eq [string]$wish) { return }
    $work.changed = $true
    $shortcut.$property = $wish
}
# A bit in the head of the file says it: the object that makes shortcuts does not know it.
function Test-AsAdmin([byte[]]$bytes) { [bool]($bytes.Length -gt 0x15 -and ($bytes[0x15] -band 0x20)) }
function Set-AsAdmin {
    $bytes = [System.IO.File]::ReadAllBytes($dest)
    $bytes[0x15] = $bytes[0x15] -bxor 0x20
    [System.IO.File]::WriteAllBytes($dest, $bytes)
}
$isThere = [System.IO.File]::Exists($dest)
$wish = @{}
foreach ($one in 'src', 'arguments', 'description') { if ($null -ne $given[$one]) { $wish[$one] = [System.Environment]::ExpandEnvironmentVariables($given[$one]) } }
$maker = New-Object -ComObject WScript.Shell
$shortcut = $maker.CreateShortcut($dest)
$isProgram = -not $dest.EndsWith('.url', [System.StringComparison]::OrdinalIgnoreCase)
if ($null -ne $wish.src) {
    $target = Find-Target $wish.src
    # a place of Explorer's own has no path that could be compared
    if (-not ($isThere -and $isProgram -and -not $shortcut.TargetPath)) { Update-Property $shortcut 'TargetPath' $target }
}
if ($isProgram) {
    Update-Property $shortcut 'Arguments' $wish.arguments
    Update-Property $shortcut 'WorkingDirectory' $given.directory
    Update-Property $shortcut 'Hotkey' $given.hotkey
    Update-Property $shortcut 'IconLocation' $given.icon
    Update-Property $shortcut 'Description' $wish.description
    if ($given.windowstyle) { Update-Property $shortcut 'WindowStyle' $styles[$given.windowstyle] }
}
$isOther = $false
if ($isProgram) {
    $isAdmin = $isThere -and (Test-AsAdmin ([System.IO.File]::ReadAllBytes($dest)))
    $isOther = [bool]$given.run_as_admin -ne $isAdmin
}
if (($work.changed -or $isOther) -and (Change)) {
    if ($work.changed) { try { $shortcut.Save() } catch { Fail "Failed to create shortcut '$dest'. ($($_.Exception.Message))" } }
    if ($isProgram -and (Test-AsAdmin ([System.IO.File]::ReadAllBytes($dest))) -ne [bool]$given.run_as_admin) { Set-AsAdmin }
}
SayJson 'src' $(if ($null -ne $wish.src) { $target } else { $shortcut.TargetPath })
if ($isProgram) {
    SayJson 'args' $shortcut.Arguments
    SayJson 'directory' $shortcut.WorkingDirectory
    SayJson 'hotkey' $shortcut.Hotkey
    SayJson 'icon' $shortcut.IconLocation
    SayJson 'description' $shortcut.Description
    SayJson 'windowstyle' ('', 'normal', '', 'maximized', '', '', '', 'minimized')[$shortcut.WindowStyle]
}

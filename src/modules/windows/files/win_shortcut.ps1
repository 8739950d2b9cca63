param([hashtable]$given)
$styles = @{ normal = 1; maximized = 3; minimized = 7 }
$words = @{ 1 = 'normal'; 3 = 'maximized'; 7 = 'minimized' }
# The flag is a bit in the head of the file, for which the shell has no property.
function Test-Elevated([string]$path) {
    $bytes = [System.IO.File]::ReadAllBytes($path)
    $bytes.Length -gt 0x15 -and ($bytes[0x15] -band 0x20) -ne 0
}
function Set-Elevated([string]$path, [bool]$is) {
    $bytes = [System.IO.File]::ReadAllBytes($path)
    $bytes[0x15] = [byte]$(if ($is) { $bytes[0x15] -bor 0x20 } else { $bytes[0x15] -band 0xdf })
    [System.IO.File]::WriteAllBytes($path, $bytes)
}
function Set-Part($link, [string]$property, $wanted) {
    if ($null -eq $wanted -or $link.$property -eq $wanted) { return $false }
    $link.$property = $wanted
    $true
}
$dest = ConvertTo-FullPath $given.dest
Say 'dest' $given.dest
Say 'state' $given.state
$there = Test-Path -LiteralPath $dest
if ($given.state -eq 'absent') {
    if ($there -and (Differs 'state' 'present' 'absent')) {
        try { [System.IO.File]::Delete($dest) } catch { Fail "Failed to remove shortcut '$($given.dest)'. ($($_.Exception.GetBaseException().Message))" }
    }
    return
}
$src = $given.src
if ($null -ne $src) {
    $found = @(Get-Command -Name ([WildcardPattern]::Escape($src)) -CommandType Application -ErrorAction SilentlyContinue)
    if ($found.Count -gt 0) { $src = $found[0].Definition }
}
$link = (New-Object -ComObject 'WScript.Shell').CreateShortcut($dest)
# one to a page of the web has only a target
$isFile = [System.IO.Path]::GetExtension($dest) -ne '.url'
$edited = Set-Part $link 'TargetPath' $src
if ($isFile) {
    $style = $(if ($given.windowstyle) { $styles[$given.windowstyle] })
    foreach ($one in @('Arguments', $given.arguments), @('WorkingDirectory', $given.directory), @('Hotkey', $given.hotkey), @('IconLocation', $given.icon), @('Description', $given.description), @('WindowStyle', $style)) {
        if (Set-Part $link $one[0] $one[1]) { $edited = $true }
    }
    Say 'args' $link.Arguments
    Say 'directory' $link.WorkingDirectory
    Say 'hotkey' $link.Hotkey
    Say 'icon' $link.IconLocation
    Say 'description' $link.Description
    Say 'windowstyle' $words[[int]$link.WindowStyle]
}
Say 'src' $link.TargetPath
$elevates = $isFile -and $(if ($there) { (Test-Elevated $dest) -ne $given.run_as_admin } else { $given.run_as_admin })
if (-not $edited -and -not $elevates -or -not (Change)) { return }
if ($edited) { try { $link.Save() } catch { Fail "Failed to create shortcut '$($given.dest)'. ($($_.Exception.GetBaseException().Message))" } }
if ($isFile -and (Test-Elevated $dest) -ne $given.run_as_admin) { Set-Elevated $dest $given.run_as_admin }

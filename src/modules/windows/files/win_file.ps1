param([hashtable]$given)
function Get-Wanted([string]$name, [string]$format, [string]$text) {
    if ($text -eq 'preserve') { return $null }
    if ($text -eq 'now') { return [datetime]::Now }
    try { [datetime]::SpecifyKind([datetime]::ParseExact($text, $format, $null), 'Local') } catch { Fail "Invalid $name '$text'" }
}
function Set-Times([string]$path, $modified, $accessed) {
    $item = Get-Item -LiteralPath $path -Force -ErrorAction SilentlyContinue
    if ($null -eq $item) { return }
    try {
        if ($modified -and $modified -ne $item.LastWriteTime) {
            if (Change) { $item.LastWriteTime = $modified }
        }
        if ($accessed -and $accessed -ne $item.LastAccessTime) {
            if (Change) { $item.LastAccessTime = $accessed }
        }
    } catch { Fail "Failed to update timestamps on ${path}: $($_.Exception.GetBaseException().Message)" }
}
# Links are removed, not what they point to.
function Remove-Path($item) {
    try {
        $blocks = [System.IO.FileAttributes]'ReadOnly, Hidden, System'
        if ($item.Attributes -band $blocks) { $item.Attributes = $item.Attributes -band (-bnot $blocks) }
        if ($item -is [System.IO.DirectoryInfo]) {
            if (-not ($item.Attributes -band [System.IO.FileAttributes]::ReparsePoint)) {
                foreach ($child in $item.GetFileSystemInfos()) { Remove-Path $child }
            }
            [System.IO.Directory]::Delete($item.FullName)
        } else { [System.IO.File]::Delete($item.FullName) }
    } catch { Fail "Failed to delete $($item.FullName): $($_.Exception.GetBaseException().Message)" }
}
$path = $given.path
$times = 'preserve'
if ($given.state -eq 'touch') { $times = 'now' }
$texts = @($given.modification_time, $given.access_time) | ForEach-Object { if ($_) { $_ } else { $times } }
$accessed = Get-Wanted 'access_time' $given.access_time_format $texts[1]
$modified = Get-Wanted 'modification_time' $given.modification_time_format $texts[0]
$item = Get-Item -LiteralPath $path -Force -ErrorAction SilentlyContinue

if ($given.state -eq 'touch') {
    if ($null -eq $item -and (Change)) {
        try { [System.IO.File]::Create((ConvertTo-FullPath $path)).Close() } catch { Fail $_.Exception.GetBaseException().Message }
    }
    Set-Times $path $modified $accessed
} elseif ($item) {
    if ($given.state -eq 'absent') {
        if (Change) { Remove-Path $item }
    }
    elseif ($given.state -eq 'directory' -and -not $item.PSIsContainer) { Fail "path $path is not a directory" }
    elseif ($given.state -eq 'file' -and $item.PSIsContainer) { Fail "path $path is not a file" }
} elseif ($given.state -eq 'directory') {
    if (Change) {
        try { $null = [System.IO.Directory]::CreateDirectory((ConvertTo-FullPath $path)) } catch { Fail $_.Exception.GetBaseException().Message }
    }
    Set-Times $path $modified $accessed
} elseif ($given.state -ne 'absent') { Fail "path $path will not be created" }

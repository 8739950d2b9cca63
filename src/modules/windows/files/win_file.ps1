param([hashtable]$given)
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
$path = $given.path
$times = 'preserve'
if ($given.state -eq 'touch') { $times = 'now' }
$texts = @($given.modification_time, $given.access_time) | ForEach-Object { if ($_) { $_ } else { $times } }
$accessed = Get-WantedTime 'access_time' $given.access_time_format $texts[1]
$modified = Get-WantedTime 'modification_time' $given.modification_time_format $texts[0]
$item = Get-Item -LiteralPath $path -Force -ErrorAction SilentlyContinue

if ($given.state -eq 'touch') {
    if ($null -eq $item -and (Change)) {
        try { [System.IO.File]::Create((ConvertTo-FullPath $path)).Close() } catch { Fail $_.Exception.GetBaseException().Message }
    }
    Set-Times $path $modified $accessed
} elseif ($item) {
    if ($given.state -eq 'absent') {
        if (Change) { Remove-Whole $item }
    }
    elseif ($given.state -eq 'directory' -and -not $item.PSIsContainer) { Fail "path $path is not a directory" }
    elseif ($given.state -eq 'file' -and $item.PSIsContainer) { Fail "path $path is not a file" }
} elseif ($given.state -eq 'directory') {
    if (Change) {
        try { $null = [System.IO.Directory]::CreateDirectory((ConvertTo-FullPath $path)) } catch { Fail $_.Exception.GetBaseException().Message }
    }
    Set-Times $path $modified $accessed
} elseif ($given.state -ne 'absent') { Fail "path $path will not be created" }

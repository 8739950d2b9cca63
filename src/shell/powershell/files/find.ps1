param([hashtable]$given)
# One line for each entry, as the controller reads them; names have slashes until they are shown.
$epoch = New-Object datetime 1970, 1, 1, 0, 0, 0, ([System.DateTimeKind]::Utc)
$plain = [System.Globalization.CultureInfo]::InvariantCulture
function Write-Bytes([string]$text) {
    $bytes = $utf8.GetBytes($text)
    $session.Out.Write($bytes, 0, $bytes.Length)
}
function Format-Seconds([datetime]$time) { ($time - $epoch).TotalSeconds.ToString('F6', $plain) }
function Write-Entry($item) {
    $isLink = $item.LinkType -in 'SymbolicLink', 'Junction'
    $behind = $(if ($item -is [System.IO.DirectoryInfo]) { 'd' } else { 'f' })
    $kind = $(if ($isLink -and -not $given.follow) { 'l' } else { $behind })
    $size = $(if ($item -is [System.IO.FileInfo]) { $item.Length } else { 0 })
    $mode = $(if ($item.Attributes -band [System.IO.FileAttributes]::ReadOnly) { '444' } else { '666' })
    if ($behind -eq 'd') { $mode = '777' }
    Write-Bytes (($kind, $behind, $mode, '', '', 0, 0, $size, 0, 0, 1, (Format-Seconds $item.LastAccessTimeUtc),
        (Format-Seconds $item.LastWriteTimeUtc), (Format-Seconds $item.CreationTimeUtc), ($item.FullName.Replace('\', '/') + [char]0)) -join '|')
}
function Write-Below([System.IO.DirectoryInfo]$folder, [int]$depth) {
    try { $items = $folder.GetFileSystemInfos() } catch {
        Write-Bytes ("denied|" + $folder.FullName.Replace('\', '/') + [char]0)
        return
    }
    foreach ($item in ($items | Sort-Object -Property Name)) {
        Write-Entry $item
        if (-not $given.recurse -or $item -isnot [System.IO.DirectoryInfo]) { continue }
        if ($item.LinkType -in 'SymbolicLink', 'Junction' -and -not $given.follow) { continue }
        if ($null -eq $given.depth -or $depth -le $given.depth) { Write-Below $item ($depth + 1) }
    }
}
foreach ($top in $given.paths) {
    if (-not (Test-Path -LiteralPath $top -PathType Container)) {
        Say "missing $top" "'$top' is not a directory"
        continue
    }
    $folder = New-Object System.IO.DirectoryInfo (ConvertTo-FullPath $top)
    Write-Bytes ("top|" + $folder.FullName.Replace('\', '/') + [char]0)
    Write-Below $folder 1
}
$session.Out.Flush()

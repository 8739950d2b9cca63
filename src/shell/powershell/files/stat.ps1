param([hashtable]$given)
function Get-Seconds([datetime]$time) {
    ($time - (New-Object datetime 1970, 1, 1, 0, 0, 0, ([System.DateTimeKind]::Utc))).TotalSeconds
}
$item = Get-Item -LiteralPath $given.path -Force -ErrorAction SilentlyContinue
if ($given.follow) {
    for ($links = 0; $item -and $item.LinkType -in 'SymbolicLink', 'Junction' -and $links -lt 40; $links++) {
        $target = [System.IO.Path]::Combine([System.IO.Path]::GetDirectoryName($item.FullName), @($item.Target)[0])
        $item = Get-Item -LiteralPath $target -Force -ErrorAction SilentlyContinue
    }
}
if ($null -eq $item) {
    SayJson 'stat' @{ exists = $false }
    return
}
$is = $item.Attributes
$stat = @{
    exists = $true
    path = $item.FullName
    filename = $item.Name
    attributes = $is.ToString()
    isarchive = $is.HasFlag([System.IO.FileAttributes]::Archive)
    ishidden = $is.HasFlag([System.IO.FileAttributes]::Hidden)
    isreadonly = $is.HasFlag([System.IO.FileAttributes]::ReadOnly)
    isdir = $is.HasFlag([System.IO.FileAttributes]::Directory)
    isreg = -not $is.HasFlag([System.IO.FileAttributes]::Directory)
    islnk = $item.LinkType -eq 'SymbolicLink'
    isjunction = $item.LinkType -eq 'Junction'
    isshared = $false
    nlink = 1
    creationtime = Get-Seconds $item.CreationTimeUtc
    lastaccesstime = Get-Seconds $item.LastAccessTimeUtc
    lastwritetime = Get-Seconds $item.LastWriteTimeUtc
    owner = $null
}
try { $stat.owner = (Get-Acl -LiteralPath $item.FullName).Owner } catch { $null = $_ }
if ($stat.isdir) {
    if ($given.get_size) {
        $stat.size = 0
        try {
            foreach ($file in $item.EnumerateFiles('*', [System.IO.SearchOption]::AllDirectories)) { $stat.size += $file.Length }
        } catch { $stat.size = 0 }
    }
    $share = @(Get-SharesOf $item.FullName)
    if ($share.Count -gt 0) {
        $stat.isshared = $true
        $stat.sharename = $share[0]
    }
} else {
    $stat.extension = $item.Extension
    if ($given.get_size) { $stat.size = $item.Length }
    if ($given.get_checksum) {
        try { $stat.checksum = Get-Checksum $item.FullName $given.checksum_algorithm } catch {
            Fail "Failed to get hash of file, set get_checksum to False to ignore this error: $($_.Exception.GetBaseException().Message)"
        }
    }
}
if ($stat.islnk -or $stat.isjunction) {
    $stat.isreg = $false
    $stat.lnk_target = @($item.Target)[0]
    $stat.lnk_source = [System.IO.Path]::GetFullPath([System.IO.Path]::Combine([System.IO.Path]::GetDirectoryName($item.FullName), $stat.lnk_target))
} elseif ($item.LinkType -eq 'HardLink') {
    $others = @($item.Target | Where-Object { $_ })
    $stat.lnk_type = 'hard'
    $stat.nlink = $others.Count + 1
    $stat.hlnk_targets = $others
}
SayJson 'stat' $stat

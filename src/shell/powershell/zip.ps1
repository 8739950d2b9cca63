# Archives of zip by .NET: none of their names may lead out of the folder that they are unpacked to.
Add-Type -AssemblyName System.IO.Compression
Add-Type -AssemblyName System.IO.Compression.FileSystem
function Open-Zip([string]$path) { [System.IO.Compression.ZipFile]::OpenRead($path) }
function Get-EntryPath($entry, [string]$top) {
    [System.IO.Path]::GetFullPath([System.IO.Path]::Combine($top, $entry.FullName.Replace('/', '\')))
}
# all names are looked at before anything is written
function Find-Escape($entries, [string]$top) {
    foreach ($entry in $entries) {
        if (-not (Get-EntryPath $entry $top).StartsWith($top, [System.StringComparison]::OrdinalIgnoreCase)) { return $entry.FullName }
    }
}
function Expand-Entry($entry, [string]$path) {
    if ($path.EndsWith('\')) {
        $null = [System.IO.Directory]::CreateDirectory($path)
        return
    }
    $null = [System.IO.Directory]::CreateDirectory([System.IO.Path]::GetDirectoryName($path))
    $part = Get-TempPath
    [System.IO.Compression.ZipFileExtensions]::ExtractToFile($entry, $part, $true)
    Move-IntoPlace $part $path
    [System.IO.File]::SetLastWriteTime($path, $entry.LastWriteTime.LocalDateTime)
    [System.IO.File]::Delete($part)
}
# is there what the archive has? Contents and times of files, folders only by their name
function Test-Entry($entry, [string]$path) {
    if ($path.EndsWith('\')) { return [System.IO.Directory]::Exists($path) }
    if (-not [System.IO.File]::Exists($path)) { return $false }
    $there = New-Object System.IO.FileInfo $path
    if ($there.Length -ne $entry.Length) { return $false }
    if ([Math]::Abs(($there.LastWriteTime - $entry.LastWriteTime.LocalDateTime).TotalSeconds) -gt 2) { return $false }
    $hasher = [System.Security.Cryptography.SHA1]::Create()
    $stream = $entry.Open()
    try { $sum = [System.BitConverter]::ToString($hasher.ComputeHash($stream)).Replace('-', '').ToLowerInvariant() }
    finally {
        $stream.Close()
        $hasher.Dispose()
    }
    $sum -eq (Get-Checksum $path 'sha1')
}

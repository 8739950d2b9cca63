param([hashtable]$given)
if ($given.creates -and (Test-Path -LiteralPath $given.creates)) {
    Say 'guard' "The file or directory '$($given.creates)' already exists."
    return
}
if (-not (Test-Path -LiteralPath $given.src)) { Fail "File '$($given.src)' does not exist." }
Add-Type -AssemblyName System.IO.Compression
Add-Type -AssemblyName System.IO.Compression.FileSystem
$top = (ConvertTo-FullPath $given.dest).TrimEnd('\') + '\'
try { $archive = [System.IO.Compression.ZipFile]::OpenRead((ConvertTo-FullPath $given.src)) } catch {
    Fail "Error unzipping '$($given.src)' to '$($given.dest)'!. $($_.Exception.GetBaseException().Message)"
}
try {
    # all names are looked at before anything is written
    foreach ($entry in $archive.Entries) {
        $path = [System.IO.Path]::GetFullPath([System.IO.Path]::Combine($top, $entry.FullName.Replace('/', '\')))
        if (-not $path.StartsWith($top, [System.StringComparison]::OrdinalIgnoreCase)) {
            Fail "Error unzipping '$($given.src)' to '$($given.dest)'! Filename contains relative paths which would extract outside the destination: $($entry.FullName)"
        }
    }
    if (-not (Test-Path -LiteralPath $top)) { if (Change) { $null = [System.IO.Directory]::CreateDirectory($top) } }
    foreach ($entry in $archive.Entries) {
        $path = [System.IO.Path]::GetFullPath([System.IO.Path]::Combine($top, $entry.FullName.Replace('/', '\')))
        if (-not (Change)) { return }
        if ($path.EndsWith('\')) {
            $null = [System.IO.Directory]::CreateDirectory($path)
            continue
        }
        $null = [System.IO.Directory]::CreateDirectory([System.IO.Path]::GetDirectoryName($path))
        $part = Get-TempPath
        [System.IO.Compression.ZipFileExtensions]::ExtractToFile($entry, $part, $true)
        Move-IntoPlace $part $path
        [System.IO.File]::SetLastWriteTime($path, $entry.LastWriteTime.LocalDateTime)
        [System.IO.File]::Delete($part)
    }
} finally { $archive.Dispose() }
if ($given.delete_archive -and (Change)) {
    [System.IO.File]::Delete((ConvertTo-FullPath $given.src))
    SayJson 'removed' $true
}

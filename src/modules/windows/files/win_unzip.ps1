param([hashtable]$given)
if ($given.creates -and (Test-Path -LiteralPath $given.creates)) {
    Say 'guard' "The file or directory '$($given.creates)' already exists."
    return
}
if (-not (Test-Path -LiteralPath $given.src)) { Fail "File '$($given.src)' does not exist." }
$top = (ConvertTo-FullPath $given.dest).TrimEnd('\') + '\'
try { $archive = Open-Zip (ConvertTo-FullPath $given.src) } catch {
    Fail "Error unzipping '$($given.src)' to '$($given.dest)'!. $($_.Exception.GetBaseException().Message)"
}
try {
    $escape = Find-Escape $archive.Entries $top
    if ($escape) {
        Fail "Error unzipping '$($given.src)' to '$($given.dest)'! Filename contains relative paths which would extract outside the destination: $escape"
    }
    if (-not (Test-Path -LiteralPath $top)) { if (Change) { $null = [System.IO.Directory]::CreateDirectory($top) } }
    foreach ($entry in $archive.Entries) {
        if (-not (Change)) { return }
        Expand-Entry $entry (Get-EntryPath $entry $top)
    }
} finally { $archive.Dispose() }
if ($given.delete_archive -and (Change)) {
    [System.IO.File]::Delete((ConvertTo-FullPath $given.src))
    SayJson 'removed' $true
}

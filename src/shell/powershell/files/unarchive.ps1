param([hashtable]$given)
if ($given.creates -and (Test-Path -Path $given.creates)) { Skip "skipped, since $($given.creates) exists" }
$file = $null
if ($given.url) {
    $got = Send-Request (@{ method = 'GET'; timeout = 30; follow = $true; limit = 50; agent = 'ansible-httpget'; headers = @(); validate = $given.validate_certs; url = $given.url })
    if ($got.status -lt 200 -or $got.status -ge 300) {
        Fail "Failure downloading $($given.url), $(if ($got.status -eq -1) { $got.why } else { "HTTP status $($got.status)" })"
    }
    $file = $got.file
} elseif ($given.remote) {
    if (-not (Test-Path -LiteralPath $given.src)) {
        # in check mode an earlier task may have been going to bring it
        if (-not $session.Check) { Fail "Source '$($given.src)' does not exist" }
        $null = Change
        return
    }
    $file = ConvertTo-FullPath $given.src
} else { $file = Need 'new' }
$top = (ConvertTo-FullPath $given.dest).TrimEnd('\') + '\'
Say 'dest' $given.dest
Say 'src' $given.src
if (-not [System.IO.Directory]::Exists($top)) {
    if (-not $session.Check -or [System.IO.File]::Exists($top.TrimEnd('\'))) { Fail "dest '$($given.dest)' must be an existing dir" }
    $null = Change
    return
}
try { $archive = Open-Zip $file } catch {
    Fail "Failed to find handler for `"$($given.src)`", it cannot be read: $($_.Exception.GetBaseException().Message); on Windows hosts it has to be a zip archive"
}
# names as they are, or patterns as the shell has them
function Test-AnyName([string]$name, $patterns) {
    foreach ($one in $patterns) { if ($name -clike $one -or $name.TrimEnd('/') -clike $one) { return $true } }
    $false
}
try {
    Say 'handler' 'ZipArchive'
    $entries = @($archive.Entries | Where-Object {
            $name = $_.FullName
            (@($given.include).Count -eq 0 -or (Test-AnyName $name $given.include)) -and -not (Test-AnyName $name $given.exclude)
        })
    if ($given.list_files) { Say 'names' (@($entries | ForEach-Object { $_.FullName }) -join "`n") }
    $escape = Find-Escape $entries $top
    if ($escape) { Fail "the archive has a name that leads out of its folder: $escape" }
    $wanted = @($entries | Where-Object {
            $path = Get-EntryPath $_ $top
            $isNewer = $given.keep_newer -and [System.IO.File]::Exists($path) -and [System.IO.File]::GetLastWriteTime($path) -gt $_.LastWriteTime.LocalDateTime
            -not $isNewer -and -not (Test-Entry $_ $path)
        })
    if ($wanted.Count -gt 0 -and (Change)) {
        foreach ($entry in $wanted) { Expand-Entry $entry (Get-EntryPath $entry $top) }
    }
    Say 'state' 'directory'
} finally { $archive.Dispose() }

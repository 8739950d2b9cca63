param([hashtable]$given)
function Stop-Download([string]$text) {
    SayJson 'whole' $true
    Fail $text
}
function Get-One([string]$url, [string]$method) {
    $ask = $given.Clone()
    $ask.url = $url
    $ask.method = $method
    $got = Send-Request $ask
    SayJson 'elapsed' ([int][Math]::Floor($got.seconds))
    if ($got.status -eq -1) { Fail "Request failed: <urlopen error $($got.why)>" }
    $got
}
$length = { param($got) $(if ($got.length -ge 0) { "OK ($($got.length) bytes)" } else { 'OK (unknown bytes)' }) }
$algorithm = $null
$digest = $null
$dest = $given.dest
Say 'dest' $dest
if ($given.checksum) {
    if (-not $given.checksum.Contains(':')) { Stop-Download 'The checksum parameter has to be in format <algorithm>:<checksum>' }
    $algorithm, $digest = $given.checksum.Split(':', 2)
    $algorithm = $algorithm.Trim()
    if ($digest -match '^(https?|ftp|file):') {
        $list = Get-One $digest 'GET'
        $name = Get-UrlName $given.url
        $found = Find-Digest ([System.IO.File]::ReadAllText($list.file)) $name
        if (-not $found) { Fail "Unable to find a checksum for file '$name' in '$digest'" }
        $digest = $found
    }
    $digest = ($digest.ToLowerInvariant() -replace '[^a-z0-9_]', '')
    if ($digest -notmatch '^[0-9a-f]+$') { Stop-Download 'The checksum format is invalid' }
    if ($algorithm -notin 'md5', 'sha1', 'sha256', 'sha384', 'sha512') { Stop-Download "Could not hash file '$dest' with algorithm '$algorithm'." }
}
$isFolder = Test-Path -LiteralPath $dest -PathType Container
$force = $given.force
if (-not $isFolder -and (Test-Path -LiteralPath $dest)) {
    if (-not $force -and $digest) {
        if ((Get-Checksum (ConvertTo-FullPath $dest) $algorithm) -eq $digest) {
            SayJson 'whole' $true
            Say 'looks' 'yes'
            return
        }
        $force = $true
    }
    if (-not $force) {
        $given.headers += 'If-Modified-Since: ' + (Get-Item -LiteralPath $dest -Force).LastWriteTimeUtc.ToString('r')
    }
}
if ($force) { $given.headers += 'cache-control: no-cache' }
$got = Get-One $given.url $(if ($session.Check) { 'HEAD' } else { 'GET' })
if ($got.status -eq 304) {
    SayJson 'status_code' 304
    Say 'msg' "HTTP Error 304: $($got.reason)"
    return
}
if ($got.status -ne 200) {
    SayJson 'status_code' $got.status
    Say 'response' $(if ($got.status -ge 400) { "HTTP Error $($got.status): $($got.reason)" } else { & $length $got })
    Fail 'Request failed'
}
SayJson 'whole' $true
Say 'src' $got.file
if ($isFolder) {
    $name = $null
    foreach ($line in $got.headers) { if ($line -match '^content-disposition:\s*attachment;\s*filename="?([^"]+)') { $name = [System.IO.Path]::GetFileName($matches[1].Trim()) } }
    if (-not $name) { $name = Get-UrlName $got.url }
    if (-not $name) { $name = 'index.html' }
    $dest = Join-Path -Path $dest -ChildPath $name
    Say 'dest' $dest
}
$dest = ConvertTo-FullPath $dest
$new = Get-Checksum $got.file 'sha1'
Say 'checksum_src' $new
$was = $null
if (Test-Path -LiteralPath $dest) {
    $was = Get-Checksum $dest 'sha1'
    Say 'checksum_dest' $was
} elseif (-not (Test-Path -LiteralPath ([System.IO.Path]::GetDirectoryName($dest)) -PathType Container)) {
    Fail "Destination $([System.IO.Path]::GetDirectoryName($dest)) does not exist"
}
Say 'msg' (& $length $got)
if ($session.Check) {
    if ($was -ne $new) { $null = Change }
    return
}
if ($digest) {
    $sum = Get-Checksum $got.file $algorithm
    if ($sum -ne $digest) { Fail "The checksum for $($got.file) did not match $digest; it was $sum." }
}
if ($was -ne $new) {
    $null = Change
    if ($given.backup) {
        $copy = Backup-Path $dest
        if ($copy) { Say 'backup_file' $copy }
    }
    Move-IntoPlace $got.file $dest
}
Say 'md5sum' (Get-Checksum $dest 'md5')
SayJson 'status_code' $got.status
SayJson 'size' (New-Object System.IO.FileInfo $dest).Length
Say 'state' 'file'

param([hashtable]$given)
function Get-One([string]$url, [string]$method) {
    $ask = $given.Clone()
    $ask.url = $url
    $ask.method = $method
    $got = Send-Request $ask
    SayJson 'elapsed' $got.seconds
    if ($got.status -ne -1) {
        SayJson 'status_code' $got.status
        Say 'msg' $got.reason
    }
    $got
}
function Get-Why($got) { $(if ($got.why) { $got.why } else { "The remote server returned an error: ($($got.status)) $($got.reason)." }) }
function Save-Download([string]$digest, $was) {
    $folder = [System.IO.Path]::GetDirectoryName($dest)
    if (-not (Test-Path -LiteralPath $folder -PathType Container)) {
        Fail "The path '$folder' does not exist for destination '$dest', or is not visible to the current user. Ensure download destination folder exists (perhaps using win_file state=directory) before win_get_url runs."
    }
    $got = Get-One $given.url $given.method
    if ($got.status -lt 200 -or $got.status -ge 300) { Fail "Error downloading '$($given.url)' to '$dest': $(Get-Why $got)" }
    $new = Get-Checksum $got.file $given.checksum_algorithm
    Say 'checksum_src' $new
    if ($digest -and $digest -ne $new) { Fail "The checksum for $($given.url) did not match '$digest', it was '$new'" }
    if ($was -ne $new -and (Change)) { Move-IntoPlace $got.file $dest }
}
$dest = $given.dest
$uri = [uri]$given.url
if (Test-Path -LiteralPath $dest -PathType Container) {
    $name = Get-UrlName $given.url
    if (-not $name) { $name = $uri.Host }
    $dest = Join-Path -Path $dest -ChildPath $name
} elseif ([System.IO.Path]::GetFileName($dest) -eq '') {
    Fail "The destination path '$dest' does not exist, or is not visible to the current user. Ensure download destination folder exists (perhaps using win_file state=directory) before win_get_url runs."
}
Say 'dest' $dest
$dest = ConvertTo-FullPath $dest
$digest = $given.checksum
if ($given.checksum_url) {
    if (([uri]$given.checksum_url).Scheme -notin 'file', 'ftp', 'http', 'https') { Fail "Unsupported 'checksum_url' value for '$dest': '$($given.checksum_url)'" }
    $list = Get-One $given.checksum_url 'GET'
    if ($list.status -ne 200) { Fail "Error when getting the remote checksum from '$($given.checksum_url)'. $(Get-Why $list)" }
    $name = Get-UrlName $given.url
    $digest = Find-Digest ([System.IO.File]::ReadAllText($list.file)) $name
    if (-not $digest) { Fail "Checksum record not found for file name '$name' in file from url: '$($given.checksum_url)'" }
}
if ($digest) { $digest = $digest.Trim().ToLowerInvariant() }
$was = $null
$force = $given.force
if (Test-Path -LiteralPath $dest) {
    $was = Get-Checksum $dest $given.checksum_algorithm
    if ($digest -and $was -ne $digest) { $force = $true }
}
if (-not $was -or $force) { Save-Download $digest $was }
elseif (-not ($digest -and $was -eq $digest)) {
    $head = Get-One $given.url 'HEAD'
    if ($head.status -ne 200) { Fail "Error when requesting 'Last-Modified' date from '$($given.url)'. $(Get-Why $head)" }
    $modified = $head.modified
    if ($null -eq $modified) { $modified = [datetime]::UtcNow }
    if ($modified -gt [System.IO.File]::GetLastWriteTimeUtc($dest)) { Save-Download $digest $was }
}
if (Test-Path -LiteralPath $dest) {
    Say 'checksum_dest' (Get-Checksum $dest $given.checksum_algorithm)
    SayJson 'size' (New-Object System.IO.FileInfo $dest).Length
}

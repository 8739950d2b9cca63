param([hashtable]$given)
if ($given.method -cnotmatch '^[A-Z]+$') { Fail "Parameter 'method' needs to be a single word in uppercase, like GET or POST." }
if ($given.creates -and (Test-Path -LiteralPath $given.creates)) {
    Say 'guard' "The 'creates' file or directory ($($given.creates)) already exists."
    return
}
if ($given.removes -and -not (Test-Path -LiteralPath $given.removes)) {
    Say 'guard' "The 'removes' file or directory ($($given.removes)) does not exist."
    return
}
if ($given.content_type) { $given.headers += 'Content-Type: ' + $given.content_type }
$got = Send-Request $given
SayJson 'elapsed' $got.seconds
if ($got.status -eq -1) { Fail "Unhandled exception occurred when sending web request. Exception: $($got.why)" }
SayJson 'status_code' $got.status
Say 'status_description' $got.reason
Say 'msg' $got.reason
Say 'response_uri' $got.url
Say 'method' $given.method
SayJson 'lines' @($got.headers)
$isGood = $given.status_code -contains [string]$got.status
if ($given.dest -and $isGood) {
    $dest = ConvertTo-FullPath $given.dest
    $isSame = (Test-Path -LiteralPath $dest -PathType Leaf) -and (Get-Checksum $dest 'sha1') -eq (Get-Checksum $got.file 'sha1')
    if (-not $isSame -and (Change)) { Move-IntoPlace $got.file $dest }
}
if ($given.return_content) {
    $bytes = [System.IO.File]::ReadAllBytes($got.file)
    $session.Out.Write($bytes, 0, $bytes.Length)
    $session.Out.Flush()
}
if (-not $isGood) {
    Fail "Status code of request '$($got.status)' is not in list of valid status codes $($given.status_code -join ' ') : $($got.reason)'."
}

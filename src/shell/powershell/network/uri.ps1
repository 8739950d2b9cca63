param([hashtable]$given)
foreach ($name in 'creates', 'removes') {
    if (-not $given[$name]) { continue }
    if ((Test-Path -LiteralPath $given[$name]) -ne ($name -eq 'creates')) { continue }
    Say 'not_run' "skipped, since '$($given[$name])' $(if ($name -eq 'creates') { 'exists' } else { 'does not exist' })"
    return
}
if ($given.src) { $given.body = [System.IO.File]::ReadAllBytes((ConvertTo-FullPath $given.src)) }
elseif (-not $given.has_body) { $given.body = $null }
$got = Send-Request $given
SayJson 'status' $got.status
Say 'final_url' $got.url
if ($got.url -ne ([uri]$given.url).AbsoluteUri) { Say 'redirected' '1' }
Say 'elapsed' $got.seconds.ToString([System.Globalization.CultureInfo]::InvariantCulture)
Say 'head' ("HTTP/1.1 $($got.status) $($got.reason)`n" + ($got.headers -join "`n"))
if ($given.dest) {
    $dest = ConvertTo-FullPath $given.dest
    if (Test-Path -LiteralPath $dest -PathType Container) {
        $name = Get-UrlName $given.url
        $dest = Join-Path -Path $dest -ChildPath $(if ($name) { $name } else { 'index.html' })
    }
    $isSame = (Test-Path -LiteralPath $dest -PathType Leaf) -and (Get-Checksum $dest 'sha1') -eq (Get-Checksum $got.file 'sha1')
    if (-not $isSame -and (Change)) { Move-IntoPlace $got.file $dest }
    Say 'path' $dest
}
$bytes = [System.IO.File]::ReadAllBytes($got.file)
$session.Out.Write($bytes, 0, $bytes.Length)
$session.Out.Flush()
if ($given.status_code -contains [string]$got.status) { return }
$wanted = $given.status_code -join ', '
if ($got.status -eq -1) { Fail "Status code was -1 and not [$wanted]: Request failed: <urlopen error $($got.why)>" }
Fail "Status code was $($got.status) and not [$wanted]: HTTP Error $($got.status): $($got.reason)"

param([hashtable]$given)
$src = ConvertTo-FullPath $given.src
Say 'src' $src
if (Test-Path -LiteralPath $src -PathType Container) {
    Say 'msg' 'remote file is a directory, fetch cannot work on directories'
    Say 'missing' 'folder'
    return
}
if (-not (Test-Path -LiteralPath $src)) {
    Say 'msg' 'the remote file does not exist, not transferring, ignored'
    Say 'missing' 'file'
    return
}
try { Say 'checksum' (Get-Checksum $src 'sha1') } catch { Fail "file is not readable: $src" }
if ((New-Object System.IO.FileInfo $src).Length -gt 65536) {
    Say 'large' '1'
    return
}
$bytes = [System.IO.File]::ReadAllBytes($src)
$session.Out.Write($bytes, 0, $bytes.Length)
$session.Out.Flush()

param([hashtable]$given)
# Of each file the mark, does it hold what is wanted (`?`: it is not text in that encoding), and its checksum.
function Test-Holds([string]$path) {
    if ($null -eq $given.contains) { return '0' }
    try { $text = [System.IO.File]::ReadAllText($path, $encoding) } catch [System.Text.DecoderFallbackException] { return '?' } catch { return '0' }
    if ($given.whole_file) { return [string][int]$regex.IsMatch($text) }
    foreach ($line in [regex]::Matches($text, '[^\n]*\n|[^\n]+$')) { if ($regex.IsMatch($line.Value)) { return '1' } }
    '0'
}
if ($null -ne $given.contains) {
    $start = $(if ($given.whole_file) { '' } else { '\A' })
    try { $regex = New-Object regex ($start + '(?:' + $given.contains.Replace('(?P<', '(?<') + ')') } catch { Fail $_.Exception.GetBaseException().Message }
    $strict = New-Object System.Text.DecoderExceptionFallback
    try { $encoding = [System.Text.Encoding]::GetEncoding($given.charset, (New-Object System.Text.EncoderReplacementFallback), $strict) } catch {
        Say 'unknown_charset' $given.charset
        return
    }
}
foreach ($path in $given.list) {
    $fits = Test-Holds $path
    $sum = ''
    if ($given.algorithm) { try { $sum = Get-Checksum $path $given.algorithm } catch { $sum = '' } }
    $bytes = $utf8.GetBytes([char]0 + 'tera' + [char]0 + "$fits $sum`n")
    $session.Out.Write($bytes, 0, $bytes.Length)
}
$session.Out.Flush()

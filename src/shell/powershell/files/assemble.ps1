param([hashtable]$given)
$given.base = $null
$given.force = $true
if ($session.Files['new']) {
    Copy-Single $given
    return
}
$src = ConvertTo-FullPath $given.src
if (-not (Test-Path -LiteralPath $src)) { Fail "Source ($($given.src)) does not exist" }
if (-not (Test-Path -LiteralPath $src -PathType Container)) { Fail "Source ($($given.src)) is not a directory" }
$names = [string[]]@([System.IO.Directory]::GetFiles($src) | ForEach-Object { [System.IO.Path]::GetFileName($_) })
[System.Array]::Sort($names, [System.StringComparer]::Ordinal)
$delimiter = $null
if ($given.delimiter) {
    $delimiter = [regex]::Replace($given.delimiter, '\\n', "`n")
    if (-not $delimiter.EndsWith("`n")) { $delimiter += "`n" }
}
$whole = Get-TempPath
$out = [System.IO.File]::Create($whole)
try {
    $last = -1
    $isFirst = $true
    foreach ($name in $names) {
        if ($given.ignore_hidden -and $name.StartsWith('.')) { continue }
        if ($given.regexp -and $name -cnotmatch $given.regexp) { continue }
        if (-not $isFirst) {
            if ($last -ne 10) { $out.WriteByte(10) }
            if ($delimiter) {
                $bytes = $utf8.GetBytes($delimiter)
                $out.Write($bytes, 0, $bytes.Length)
            }
        }
        $isFirst = $false
        $bytes = [System.IO.File]::ReadAllBytes([System.IO.Path]::Combine($src, $name))
        $out.Write($bytes, 0, $bytes.Length)
        $last = $(if ($bytes.Length) { $bytes[$bytes.Length - 1] } else { 0 })
    }
} finally { $out.Close() }
$file = @{ sha1 = Get-Checksum $whole 'sha1'; size = (New-Object System.IO.FileInfo $whole).Length; path = $whole }
$session.Files = @{ new = $file }
try { Copy-Single $given } finally { [System.IO.File]::Delete($whole) }

param([hashtable]$given)
# The encoding that the first bytes of a file tell; UTF-8 without a mark where they tell none.
function Find-Encoding([string]$path) {
    $bytes = New-Object byte[] 4
    $stream = New-Object System.IO.FileStream $path, 'Open', 'Read', 'ReadWrite, Delete'
    try { $got = $stream.Read($bytes, 0, 4) } finally { $stream.Close() }
    foreach ($one in 12001, 12000, 65001, 1201, 1200) {
        $encoding = [System.Text.Encoding]::GetEncoding($one)
        $mark = $encoding.GetPreamble()
        if ($mark.Length -gt $got) { continue }
        if ([System.BitConverter]::ToString($bytes, 0, $mark.Length) -eq [System.BitConverter]::ToString($mark)) { return $encoding }
    }
    New-Object System.Text.UTF8Encoding $false
}
function Test-Match($regex, [string]$text, [string]$line) {
    if ($regex) { return $regex.IsMatch($text) }
    $text -ceq $line
}
# Puts the line where it belongs and tells what was done; nothing where it is there already.
function Add-Line($lines, $regex, $given) {
    $at = -1
    $place = -1
    $near = $given.insertafter
    if (-not $near -or $near -in 'BOF', 'EOF') { $near = $(if ($given.insertbefore -ne 'BOF') { $given.insertbefore }) }
    $nearby = $(if ($near) { New-Object regex $near })
    for ($one = 0; $one -lt $lines.Count; $one++) {
        if (Test-Match $regex $lines[$one] $given.line) { $at = $one }
        elseif ($nearby -and $nearby.IsMatch($lines[$one])) {
            $place = $one
            if ($given.insertafter -and -not $given.insertbefore) { $place = $one + 1 }
        }
    }
    if ($at -ge 0) {
        $new = $given.line
        if ($given.backrefs) { $new = $regex.Replace($lines[$at], $given.line) }
        if ($lines[$at] -ceq $new) { return '' }
        $lines[$at] = $new
        return 'line replaced'
    }
    if ($given.backrefs) { return '' }
    if ($given.insertbefore -eq 'BOF' -or $given.insertafter -eq 'BOF') { $place = 0 }
    if ($given.insertafter -eq 'EOF' -or $place -lt 0) { $place = $lines.Count }
    $lines.Insert($place, $given.line)
    'line added'
}
if (Test-Path -LiteralPath $given.path -PathType Container) { Fail "Path $($given.path) is a directory" }
$path = ConvertTo-FullPath $given.path
$there = Test-Path -LiteralPath $path
if (-not $there -and ($given.state -eq 'absent' -or -not $given.create)) { Fail "Path $($given.path) does not exist !" }
if ($given.insertbefore -and $given.insertafter) { Warn "Both insertbefore and insertafter parameters found, ignoring `"insertafter=$($given.insertafter)`"" }
if ($given.encoding -ne 'auto') { $encoding = [System.Text.Encoding]::GetEncoding($given.encoding) }
elseif ($there) { $encoding = Find-Encoding $path }
else { $encoding = New-Object System.Text.UTF8Encoding $false }
$break = $(if ($given.newline -eq 'unix') { "`n" } else { "`r`n" })
$lines = New-Object System.Collections.ArrayList
$ends = $false
if ($there) {
    $lines.AddRange([System.IO.File]::ReadAllLines($path, $encoding))
    $ends = [System.IO.File]::ReadAllText($path, $encoding) -match '[\r\n]\z'
} else { $null = $lines.Add('') }
$tail = $(if ($ends) { $break } else { '' })
$before = ($lines -join $break) + $tail
$regex = $(if ($given.regex) { New-Object regex $given.regex })
if ($given.state -eq 'present') {
    $told = Add-Line $lines $regex $given
    $changed = $told -ne ''
} else {
    $left = @(foreach ($one in $lines) { if (-not (Test-Match $regex $one $given.line)) { $one } })
    $found = $lines.Count - $left.Count
    $lines = $left
    $changed = $found -gt 0
    $told = "$found line(s) removed"
    SayJson 'found' $found
    # a file without lines has no end of a line either
    if ($left.Count -eq 0) { $tail = '' }
}
Say 'backup' ''
Say 'encoding' $encoding.WebName
$after = ($lines -join $break) + $tail
if ($session.Diff) { SayJson 'diff' $(if ($changed) { @{ before = $before; after = $after } } else { @{ before = $before } }) }
if (-not $changed) { return (Say 'msg' $told) }
if ($given.backup) {
    $copy = Backup-Path $path
    if ($copy) { Say 'backup_file' $copy }
}
# said at last: a failure has a message of its own
if (-not (Change)) { return (Say 'msg' $told) }
$new = Get-TempPath
[System.IO.File]::WriteAllText($new, $after, $encoding)
Test-Valid $given.validate $new $path
Move-IntoPlace $new $path
Say 'msg' $told

param([hashtable]$given)
$path = $given.src
if (Test-Path -LiteralPath $path -PathType Container) { Fail "source is a directory and must be a file: $path" }
if (-not (Test-Path -LiteralPath $path)) { Fail "file not found: $path" }
Say 'source' $path
try { $stream = New-Object System.IO.FileStream (ConvertTo-FullPath $path), 'Open', 'Read', 'ReadWrite, Delete' } catch { Fail "file is not readable: $path" }
try { $stream.CopyTo($session.Out) } finally { $stream.Close() }
$session.Out.Flush()

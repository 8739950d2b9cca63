param([hashtable]$given)
$path = [System.IO.Path]::Combine($given.async_dir, $given.jid)
Say 'results_file' $path
if (-not [System.IO.File]::Exists($path)) { Fail "could not find job at '$($given.async_dir)'" }
if ($given.mode -eq 'cleanup') { return [System.IO.File]::Delete($path) }
# the job may put its end there just now
$stream = New-Object System.IO.FileStream $path, 'Open', 'Read', 'ReadWrite, Delete'
try { Say 'job' (New-Object System.IO.StreamReader $stream, $utf8).ReadToEnd() } finally { $stream.Close() }

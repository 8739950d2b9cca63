param([hashtable]$given)
# The result is there before the job: it says that it runs.
function New-Result([string]$path, [string]$text) {
    try {
        $null = [System.IO.Directory]::CreateDirectory($given.async_dir)
        $stream = New-Object System.IO.FileStream $path, 'CreateNew', 'Write'
        $bytes = $utf8.GetBytes($text)
        $stream.Write($bytes, 0, $bytes.Length)
        $stream.Close()
    } catch { Fail "could not create file: $path - $($_.Exception.GetBaseException().Message)" }
}
$id = "$($given.job_id).$PID"
$path = [System.IO.Path]::Combine($given.async_dir, $id)
New-Result $path (ConvertTo-Json -Compress -InputObject ([ordered]@{ started = 1; finished = 0; ansible_job_id = $id }))
$whole = New-Object System.IO.MemoryStream
function Add-Part([string]$text) {
    $bytes = $utf8.GetBytes($text)
    $whole.Write($bytes, 0, $bytes.Length)
}
Add-Part "$($utf8.GetByteCount($given.watch))`n$($given.watch)"
Add-Part "$($utf8.GetByteCount($path)) $id $($given.limit) $($utf8.GetByteCount($given.about)) $($utf8.GetByteCount($given.input))`n"
Add-Part ($path + $given.about + $given.input)
try { Start-Detached $given.command $whole.ToArray() } catch {
    [System.IO.File]::Delete($path)
    throw
}
Say 'ansible_job_id' $id
Say 'results_file' $path

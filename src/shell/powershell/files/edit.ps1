# Files whose text the controller edits: read first, and written back where they are still what they were.
function Read-ForEdit([string]$path) {
    Say 'path' $path
    if (Test-Path -LiteralPath $path -PathType Container) {
        SayJson 'rc' 256
        Fail "Path $path is a directory !"
    }
    if (-not (Test-Path -LiteralPath $path)) {
        SayJson 'exists' $false
        return
    }
    SayJson 'exists' $true
    try { $stream = New-Object System.IO.FileStream (ConvertTo-FullPath $path), 'Open', 'Read', 'ReadWrite, Delete' } catch { Fail "cannot read $path" }
    try { $stream.CopyTo($session.Out) } finally { $stream.Close() }
    $session.Out.Flush()
}
# A command of the user must accept a file before it takes its place.
function Test-Valid([string]$command, [string]$file, [string]$dest) {
    if (-not $command) { return }
    if (-not $command.Contains('%s')) { Fail "validate must contain %s: $command" }
    $named = (Get-TempPath) + [System.IO.Path]::GetExtension($dest)
    [System.IO.File]::Copy($file, $named, $true)
    try {
        $program, $words = Split-CommandLine $command.Replace('%s', $named)
        $start = New-Object System.Diagnostics.ProcessStartInfo (Find-Program $program ''), $words
        $start.UseShellExecute = $false
        $start.RedirectStandardOutput = $true
        $start.RedirectStandardError = $true
        foreach ($name in $session.Environment.Keys) { $start.EnvironmentVariables[$name] = $session.Environment[$name] }
        try { $run = [System.Diagnostics.Process]::Start($start) } catch { Fail "failed to validate: $($_.Exception.GetBaseException().Message)" }
        $errors = $run.StandardError.ReadToEndAsync()
        $output = $run.StandardOutput.ReadToEnd()
        $run.WaitForExit()
        if ($run.ExitCode -eq 0) { return }
        SayJson 'exit_status' $run.ExitCode
        Say 'stdout' $output
        Say 'stderr' $errors.Result
        Fail "failed to validate: rc:$($run.ExitCode) error:$($errors.Result)"
    } finally { [System.IO.File]::Delete($named) }
}
function Write-Edited([hashtable]$given) {
    $path = $given.path
    $was = ''
    if (Test-Path -LiteralPath $path -PathType Leaf) { $was = Get-Checksum (ConvertTo-FullPath $path) 'sha1' }
    if ($was -ne $given.expected) { Fail "$path was changed by somebody else meanwhile" }
    $full = ConvertTo-FullPath $path
    if ($given.create) { $null = [System.IO.Directory]::CreateDirectory([System.IO.Path]::GetDirectoryName($full)) }
    $from = Need 'new'
    Test-Valid $given.validate $from $full
    if ($given.backup) {
        $copy = Backup-Path $full
        if ($copy) { Say 'backup_file' $copy }
    }
    Move-IntoPlace $from $full
}

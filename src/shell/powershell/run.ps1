# Programs that the user asked for: their output goes out as it comes, their exit code is said as `rc`.
function Split-CommandLine([string]$line) {
    if ($line -match '^\s*"([^"]*)"?\s*([\s\S]*)$') { return $matches[1], $matches[2] }
    $null = $line -match '^\s*(\S*)\s*([\s\S]*)$'
    $matches[1], $matches[2]
}
# A word as C programs read it back.
function Format-Word([string]$word) {
    if ($word -eq '') { return '""' }
    if ($word -notmatch '[\s"]') { return $word }
    $word = $word -replace '(\\*)"', '$1$1\"'
    '"' + ($word -replace '(\\+)$', '$1$1') + '"'
}
function Find-Program([string]$name, [string]$folder) {
    if (-not [System.IO.Path]::HasExtension($name)) { $name += '.exe' }
    $found = @(Get-Command -Name $name -CommandType Application -ErrorAction SilentlyContinue)
    if ($found.Count -gt 0) { return $found[0].Path }
    if ($folder) {
        $path = [System.IO.Path]::Combine($folder, $name)
        if (Test-Path -LiteralPath $path) { return $path }
    }
    $name
}
# `creates` and `removes` may be patterns: true where the work is to be done
function Test-Guard([hashtable]$given) {
    $why = $null
    if ($given.creates -and (Test-Path -Path $given.creates)) { $why = "skipped, since $($given.creates) exists" }
    elseif ($given.removes -and -not (Test-Path -Path $given.removes)) {
        $why = "skipped, since $($given.removes) does not exist"
    }
    if ($null -eq $why) { return $true }
    Say 'guard' $why
    $false
}
function Test-Named([string]$path) { (Test-Path -LiteralPath $path) -or (Test-Path -Path $path) }
# chdir, creates, removes and check mode as the modules of every system have them: true where the work is to be done
function Test-Asked([hashtable]$given) {
    if ($given.chdir -and -not (Test-Path -LiteralPath $given.chdir -PathType Container)) {
        SayJson 'rc' $null
        Fail "Unable to change directory before execution: [Errno 2] No such file or directory: b'$($given.chdir)'"
    }
    foreach ($name in 'creates', 'removes') {
        $path = $given[$name]
        if (-not $path) { continue }
        $at = $path
        if ($given.chdir) { $at = [System.IO.Path]::Combine($given.chdir, $path) }
        $there = Test-Named $at
        if ($there -ne ($name -eq 'creates')) { continue }
        if ($session.Check) { SayJson 'checked' $true }
        Say 'not_run_path' $path
        Say 'not_run' $(if ($there) { 'exists' } else { 'does not exist' })
        return $false
    }
    if (-not $session.Check) { return $true }
    if (-not $given.creates -and -not $given.removes) { Skip 'Command would have run if not in check mode' }
    Say 'check_run' '1'
    $false
}
# A text as PowerShell, or another shell with /c.
function Start-Shell([hashtable]$given) {
    $program = $given.executable
    if (-not $program) { $program = "$env:SystemRoot\System32\WindowsPowerShell\v1.0\powershell.exe" }
    elseif (-not $program.EndsWith('.exe')) { $program += '.exe' }
    $words = '/c ' + $given.cmd
    if ([System.IO.Path]::GetFileNameWithoutExtension($program) -in 'powershell', 'pwsh') {
        # children read and write UTF-8, as the session does
        $text = '[Console]::InputEncoding = New-Object Text.UTF8Encoding $false; ' + $given.cmd
        $words = '-encodedcommand ' + [Convert]::ToBase64String([System.Text.Encoding]::Unicode.GetBytes($text))
        if (-not $given.stdin) { $words = '-noninteractive ' + $words }
        if ($given.no_profile) { $words = '-noprofile ' + $words }
    }
    Start-Asked @{
        program = $program
        words = $words
        shown = $given.cmd
        folder = $given.chdir
        stdin = $given.stdin
        encoding = $given.output_encoding_override
    }
}
function Send-Output([System.IO.StreamReader]$reader, $to) {
    $bytes = $utf8.GetBytes($reader.ReadToEnd())
    $to.Write($bytes, 0, $bytes.Length)
}
# Runs what is asked for: program, words (a text), folder, stdin (a text), encoding.
function Start-Asked([hashtable]$ask) {
    if ($ask.folder -and -not (Test-Path -LiteralPath $ask.folder -PathType Container)) {
        SayJson 'rc' 2
        Fail "Failed to run: '$($ask.shown)': Could not find specified -WorkingDirectory '$($ask.folder)'"
    }
    $start = New-Object System.Diagnostics.ProcessStartInfo (Find-Program $ask.program $ask.folder), $ask.words
    $start.UseShellExecute = $false
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    if ($ask.folder) { $start.WorkingDirectory = $ask.folder }
    if ($ask.encoding) {
        $start.StandardOutputEncoding = [System.Text.Encoding]::GetEncoding($ask.encoding)
        $start.StandardErrorEncoding = $start.StandardOutputEncoding
    }
    foreach ($name in $session.Environment.Keys) { $start.EnvironmentVariables[$name] = $session.Environment[$name] }
    try { $program = [System.Diagnostics.Process]::Start($start) } catch {
        $why = $_.Exception.GetBaseException()
        $code = 2
        if ($why -is [System.ComponentModel.Win32Exception]) { $code = $why.NativeErrorCode }
        SayJson 'rc' $code
        Fail "Failed to run: '$($ask.shown)': $($why.Message)"
    }
    $note = [System.IO.Path]::Combine((Get-SessionFolder), 'child')
    [System.IO.File]::WriteAllText($note, [string]$program.Id)
    Watch-Program $program $ask
    [System.IO.File]::Delete($note)
    SayJson 'ran' $true
    SayJson 'rc' $program.ExitCode
    if ($program.ExitCode -ne 0) { Fail 'non-zero return code' }
}
function Watch-Program($program, [hashtable]$ask) {
    $copies = @()
    if ($ask.encoding) { $copies += $program.StandardError.ReadToEndAsync() }
    else {
        $copies += $program.StandardOutput.BaseStream.CopyToAsync($session.Out)
        $copies += $program.StandardError.BaseStream.CopyToAsync($session.Err)
    }
    try {
        if ($ask.stdin) {
            $bytes = $utf8.GetBytes($ask.stdin)
            $program.StandardInput.BaseStream.Write($bytes, 0, $bytes.Length)
        }
        $program.StandardInput.Close()
    } catch [System.IO.IOException] { $null = $_ }
    if ($ask.encoding) {
        Send-Output $program.StandardOutput $session.Out
        $bytes = $utf8.GetBytes($copies[0].Result)
        $session.Err.Write($bytes, 0, $bytes.Length)
    }
    $program.WaitForExit()
    $null = [System.Threading.Tasks.Task]::WaitAll($copies)
    $session.Out.Flush()
    $session.Err.Flush()
}

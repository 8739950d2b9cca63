# The session: requests come one after the other on stdin, records go back on stdout and stderr. What a failure does to
# requests that are sent already is decided here, so that they need not wait for the controller.
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$utf8 = New-Object System.Text.UTF8Encoding $false
try { [Console]::InputEncoding = $utf8; [Console]::OutputEncoding = $utf8 } catch { $null = $_ }
$session = @{
    Out = [Console]::OpenStandardOutput()
    Err = [Console]::OpenStandardError()
    Mark = [char]1 + $first[1] + ' '
    Folder = [System.IO.Path]::Combine([System.IO.Path]::GetTempPath(), '.tera-' + $first[2])
    Functions = @{}
    Halted = $false
    Noted = $false
    Uploads = @{}
    Count = 0
}

function Write-Record([string]$verb, [string[]]$payload, $stream = $session.Out) {
    $head = $session.Mark + $verb
    $body = New-Object System.IO.MemoryStream
    foreach ($one in $payload) {
        $bytes = $utf8.GetBytes([string]$one)
        $head += ' ' + $bytes.Length
        $body.Write($bytes, 0, $bytes.Length)
    }
    $line = $utf8.GetBytes($head + "`n")
    $all = New-Object byte[] ($line.Length + $body.Length)
    [System.Array]::Copy($line, $all, $line.Length)
    [System.Array]::Copy($body.ToArray(), 0, $all, $line.Length, $body.Length)
    $stream.Write($all, 0, $all.Length)
    $stream.Flush()
}

# --- what modules say ---
function Say([string]$name, [string]$value) { Write-Record 'say' $name, $value }
function SayJson([string]$name, $value) { Write-Record 'json' $name, (ConvertTo-Json -InputObject (ConvertTo-Ordered $value 20) -Compress -Depth 20) }
# A table without an order is told by its names: .NET shuffles it anew in each process.
function ConvertTo-Ordered($value, [int]$depth) {
    if ($value -is [string] -or $depth -lt 0) { return $value }
    $table = New-Object System.Collections.Specialized.OrderedDictionary
    if ($value -is [System.Collections.IDictionary]) {
        $entries = @($value.GetEnumerator())
        if ($value -is [hashtable]) { $entries = @($entries | Sort-Object -Property Key -CaseSensitive) }
        foreach ($one in $entries) { $table.Add([string]$one.Key, (ConvertTo-Ordered $one.Value ($depth - 1))) }
        return $table
    }
    if ($value -is [System.Management.Automation.PSCustomObject]) {
        foreach ($one in $value.PSObject.Properties) { $table.Add($one.Name, (ConvertTo-Ordered $one.Value ($depth - 1))) }
        return $table
    }
    if ($value -isnot [System.Collections.IList]) { return $value }
    # bytes and numbers, of which there may be many
    if ($value -is [System.Array] -and $value.GetType().GetElementType().IsValueType) { return , $value }
    $list = New-Object System.Collections.ArrayList
    foreach ($one in $value) { $null = $list.Add((ConvertTo-Ordered $one ($depth - 1))) }
    , $list.ToArray()
}
function Change {
    Write-Record 'change'
    -not $session.Check
}
function Differs([string]$name, [string]$before, [string]$after) {
    if ($before -ceq $after) { return $false }
    Write-Record 'diff' $name, $before, $after
    -not $session.Check
}
function Warn([string]$text) { Write-Record 'warn' $text }
function Fail([string]$text) {
    if (-not $session.Left) { Write-Record 'fail' $text }
    $session.Left = 1
    throw 'left'
}
function Skip([string]$text) {
    Write-Record 'skip' $text
    $session.Left = 2
    throw 'left'
}

# --- files of the session, and those that the controller brings ---
function Get-SessionFolder {
    if (-not [System.IO.Directory]::Exists($session.Folder)) {
        $null = [System.IO.Directory]::CreateDirectory($session.Folder)
    }
    $session.Folder
}
function Get-TempPath {
    $session.Count += 1
    [System.IO.Path]::Combine((Get-SessionFolder), 't' + $session.Count)
}
# the path of a file that is on the controller
function Need([string]$name) {
    $file = $session.Files[$name]
    if ($null -ne $file.inline) {
        $path = Get-TempPath
        [System.IO.File]::WriteAllBytes($path, [Convert]::FromBase64String($file.inline))
        return $path
    }
    if ($null -eq $file.path) {
        Write-Record 'need' $name, (Get-SessionFolder)
        $session.Left = 3
        throw 'left'
    }
    $wrong = $session.Uploads[$file.path]
    if ($wrong) { Fail ('cannot keep a file on the host: ' + $wrong) }
    $file.path
}
function Receive-Upload([string[]]$words) {
    $path = Read-Text $words[2]
    $left = [long]$words[1]
    $stream = $null
    try {
        $null = Get-SessionFolder
        $stream = [System.IO.File]::Create($path)
    } catch { $session.Uploads[$path] = $_.Exception.Message }
    while ($left -gt 0) {
        $bytes = Read-Bytes ([Math]::Min($left, 65536))
        $left -= $bytes.Length
        if ($session.Uploads[$path]) { continue }
        try { $stream.Write($bytes, 0, $bytes.Length) } catch { $session.Uploads[$path] = $_.Exception.Message }
    }
    if ($stream) { $stream.Close() }
}

# --- one request ---
# texts come with a sign before them: some PowerShells take a text for a date
function ConvertFrom-Sent($value) {
    if ($null -eq $value) { return $null }
    if ($value -is [string]) {
        if ($value[0] -ne '%') { return $value.Substring(1) }
        if ($value.StartsWith('%\\?\')) { return $value.Substring(1) }
        return [System.Environment]::ExpandEnvironmentVariables($value.Substring(1))
    }
    if ($value -is [System.Array]) {
        $list = New-Object System.Collections.ArrayList
        foreach ($one in $value) { $null = $list.Add((ConvertFrom-Sent $one)) }
        return , $list.ToArray()
    }
    if ($value -is [System.Management.Automation.PSCustomObject]) {
        $table = [ordered]@{}
        foreach ($one in $value.PSObject.Properties) { $table[$one.Name.Substring(1)] = ConvertFrom-Sent $one.Value }
        return $table
    }
    $value
}
# What is set for the machine and for the user; a new session would begin with it.
function Get-KeptEnvironment {
    $kept = @{}
    foreach ($level in 'Machine', 'User') {
        foreach ($one in [System.Environment]::GetEnvironmentVariables($level).GetEnumerator()) {
            $value = [string]$one.Value
            if ($one.Key -eq 'Path' -and $kept['Path']) { $value = $kept['Path'].TrimEnd(';') + ';' + $value }
            $kept[[string]$one.Key] = $value
        }
    }
    $kept
}
# What a task has changed there holds for the next one, though this process is older.
function Sync-Environment {
    $now = Get-KeptEnvironment
    foreach ($name in @($now.Keys) + @($session.Kept.Keys)) {
        if ($now[$name] -ceq $session.Kept[$name]) { continue }
        if ($null -eq $now[$name]) { [System.Environment]::SetEnvironmentVariable($name, [NullString]::Value) }
        else { [System.Environment]::SetEnvironmentVariable($name, $now[$name]) }
    }
    $session.Kept = $now
}
function Close-Group {
    if ($session.Noted) { $session.Halted = $true }
    $session.Noted = $false
}
function Invoke-Request([string[]]$words) {
    $text = Read-Text $words[2]
    if ($session.Halted) { return (Write-Record 'halted') }
    Write-Record 'begin'
    $session.Left = 0
    $code = 0
    try {
        $ask = ConvertFrom-Sent (ConvertFrom-Json -InputObject $text)
        $session.Check = $ask.check
        $session.Diff = $ask.diff
        $session.Environment = $ask.environment
        $session.Files = $ask.files
        Sync-Environment
        # what a step is given at the top is looked up by name only
        $given = @{}
        foreach ($one in $ask.vars.Keys) { $given[$one] = $ask.vars[$one] }
        $null = & $session.Functions[$words[1]] $given
    } catch {
        if (-not $session.Left) { Write-Record 'fail' $_.Exception.Message }
        $code = (1, 1, 0, 92)[$session.Left]
    }
    if ($session.Left -eq 3) { $code = 92 }
    $files = ''
    if ([System.IO.Directory]::Exists($session.Folder)) { $files = ' files' }
    # before the end is told, since the next request may be on its way already
    if ($code -eq 92) { $session.Halted = $true }
    elseif ($code -ne 0 -and $words[3] -eq 'halt') { $session.Halted = $true }
    elseif ($code -ne 0 -and $words[3] -eq 'note') { $session.Noted = $true }
    # what waits for a file comes again: its group has not ended
    if ($code -ne 92 -and $words[4] -eq '1') { Close-Group }
    Write-Record "end $code$files"
    Write-Record 'end' @() $session.Err
}

$session.Kept = Get-KeptEnvironment
Write-Record 'hello' @() $session.Err
Write-Record "hello $PID"
try {
    while ($true) {
        $words = Read-Words
        switch -CaseSensitive ($words[0]) {
            'F' { $session.Functions[$words[1]] = [ScriptBlock]::Create((Read-Text $words[2])) }
            'L' { . ([ScriptBlock]::Create((Read-Text $words[1]))) }
            'U' { Receive-Upload $words }
            'R' { Invoke-Request $words }
            'H' {
                $session.Halted = $false
                $session.Noted = $false
            }
            # after a request that waited for a file
            'G' {
                $session.Halted = $false
                if ($words[1] -eq '1') { $session.Noted = $true }
                if ($words[2] -eq '1') { Close-Group }
            }
            default { exit 0 }
        }
    }
} finally {
    if ([System.IO.Directory]::Exists($session.Folder)) {
        [System.IO.Directory]::Delete($session.Folder, $true)
    }
}

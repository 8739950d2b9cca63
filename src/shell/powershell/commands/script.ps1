param([hashtable]$given)
foreach ($name in 'creates', 'removes') {
    if (-not $given[$name]) { continue }
    if ((Test-Named $given[$name]) -eq ($name -eq 'creates')) {
        Skip ($given[$name] + $(if ($name -eq 'creates') { ' exists' } else { ' does not exist' }) + ", matching $name option")
    }
}
if ($session.Check) {
    if (-not $given.creates -and -not $given.removes) { Skip 'Check mode is not supported for this task.' }
    $null = Change
    return
}
$program = (Get-TempPath) + '.' + $given.base
[System.IO.File]::Copy((Need 'source'), $program, $true)
try {
    # a script of PowerShell is called as one, whatever else is named runs by itself
    $call = "& '$($program.Replace("'", "''"))' $($given.words)"
    if ($given.executable) { $call = "& $($given.executable) '$($program.Replace("'", "''"))' $($given.words)" }
    if ([System.IO.Path]::GetExtension($program) -in '.bat', '.cmd' -and -not $given.executable) {
        Start-Asked @{ program = 'cmd.exe'; words = "/c `"`"$program`" $($given.words)`""; shown = $given.base; folder = $given.chdir }
        return
    }
    Start-Shell @{ cmd = "$call; if (`$null -ne `$LASTEXITCODE) { exit `$LASTEXITCODE }"; chdir = $given.chdir; no_profile = $true }
} finally { [System.IO.File]::Delete($program) }

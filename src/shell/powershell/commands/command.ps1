param([hashtable]$given)
$line = $given.cmd
if ($given.argv) {
    $words = @(Format-Word (Find-Program $given.argv[0] $given.chdir))
    for ($at = 1; $at -lt $given.argv.Count; $at++) { $words += Format-Word $given.argv[$at] }
    $line = $words -join ' '
}
if (-not (Test-Asked $given)) { return }
$program, $words = Split-CommandLine $line
Start-Asked @{ program = $program; words = $words; shown = $line; folder = $given.chdir; stdin = $given.stdin }

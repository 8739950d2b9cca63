param([hashtable]$given)
if (-not (Test-Guard $given)) { return }
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

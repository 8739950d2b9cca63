# Programs whose output is read, not shown.
function Invoke-Program([string]$program, [string[]]$words, [int]$seconds = 0) {
    $start = New-Object System.Diagnostics.ProcessStartInfo $program, (@($words | ForEach-Object { Format-Word $_ }) -join ' ')
    if ($program -match '\.(cmd|bat)$') {
        $start.FileName = "$env:SystemRoot\System32\cmd.exe"
        $start.Arguments = "/d /c `"`"$program`" $($start.Arguments)`""
    }
    $start.UseShellExecute = $false
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    foreach ($name in $session.Environment.Keys) { $start.EnvironmentVariables[$name] = $session.Environment[$name] }
    try { $process = [System.Diagnostics.Process]::Start($start) } catch { Fail "Failed to run: '$program': $($_.Exception.GetBaseException().Message)" }
    $note = [System.IO.Path]::Combine((Get-SessionFolder), 'child')
    [System.IO.File]::WriteAllText($note, [string]$process.Id)
    $process.StandardInput.Close()
    $errors = $process.StandardError.ReadToEndAsync()
    $out = $process.StandardOutput.ReadToEnd()
    $process.WaitForExit()
    [System.IO.File]::Delete($note)
    @{ rc = $process.ExitCode; stdout = $out; stderr = $errors.Result; command = "$program $($start.Arguments)" }
}
function Split-Lines([string]$text) { @($text -split '[\r\n]+' | Where-Object { $_.Trim() -ne '' }) }

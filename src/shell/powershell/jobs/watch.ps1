# What watches over a job: it runs on its own, starts the PowerShell that does the work, ends it and all that it has started
# at the limit, and writes the result, whole or not at all.
$ErrorActionPreference = 'Stop'
$words = Read-Words
$path = Read-Text $words[0]
$id = $words[1]
$about = Read-Text $words[3]
$asked = Read-Bytes $words[4]
$limit = [int][Math]::Min([double]$words[2] * 1000, 2147483000)
function Write-Result([string]$text) {
    [System.IO.File]::WriteAllText("$path.tmp", $text, (New-Object System.Text.UTF8Encoding $false))
    # whoever reads it just now has it open
    for ($tries = 0; $tries -lt 100; $tries++) {
        try {
            if ([System.IO.File]::Exists($path)) { [System.IO.File]::Replace("$path.tmp", $path, [NullString]::Value) }
            else { [System.IO.File]::Move("$path.tmp", $path) }
            return
        } catch [System.IO.IOException] { Start-Sleep -Milliseconds 100 }
    }
}
function Get-Now { (([datetime]::UtcNow.Ticks - 621355968000000000) / 1e7).ToString('F3', [System.Globalization.CultureInfo]::InvariantCulture) }
try {
    $line = [System.Environment]::CommandLine
    # it is started as this one is
    $start = New-Object System.Diagnostics.ProcessStartInfo 'powershell.exe', $line.Substring($line.IndexOf(' -NoLogo') + 1)
    $start.UseShellExecute = $false
    $start.CreateNoWindow = $true
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    $out = New-Object System.IO.MemoryStream
    $errors = New-Object System.IO.MemoryStream
    $begun = Get-Now
    $work = [System.Diagnostics.Process]::Start($start)
    $copies = [System.Threading.Tasks.Task[]]@($work.StandardOutput.BaseStream.CopyToAsync($out), $work.StandardError.BaseStream.CopyToAsync($errors))
    $given = $work.StandardInput.BaseStream.WriteAsync($asked, 0, $asked.Length)
    $isDone = $work.WaitForExit($limit)
    if ($isDone) {
        # what it has left behind may hold its streams
        try { $null = [System.Threading.Tasks.Task]::WaitAll($copies, 3000) } catch { $null = $_ }
        $texts = foreach ($one in $out, $errors) { [Convert]::ToBase64String($one.ToArray()) }
        $parts = @(
            "`"ansible_job_id`": `"$id`"", "`"code`": $($work.ExitCode)", "`"begun`": $begun", "`"ended`": $(Get-Now)"
            "`"about`": `"$about`"", "`"stdout`": `"$($texts[0])`"", "`"stderr`": `"$($texts[1])`""
        )
        Write-Result "{$($parts -join ', ')}"
    } else {
        $null = & taskkill.exe /t /f /pid $work.Id 2>&1
        Write-Result "{`"started`": 1, `"finished`": 1, `"ansible_job_id`": `"$id`", `"failed`": true, `"msg`": `"timed out waiting for module completion`"}"
    }
} catch {
    $why = ConvertTo-Json -Compress -InputObject "the job could not be run: $($_.Exception.GetBaseException().Message)"
    Write-Result "{`"started`": 1, `"finished`": 1, `"ansible_job_id`": `"$id`", `"failed`": true, `"msg`": $why}"
}
exit 0

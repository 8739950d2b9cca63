param([hashtable]$given)
# Processes that are asked for: by number, by name or pattern, by owner.
function Find-Processes {
    $all = @($(if ($given.needs_owner) { Get-Process -IncludeUserName } else { Get-Process }))
    foreach ($one in $all) {
        if ($given.process_name_pattern -and $one.ProcessName -notmatch $given.process_name_pattern) { continue }
        if ($null -ne $given.process_name_exact -and $one.ProcessName -notin $given.process_name_exact) { continue }
        if ($given.number -and $one.Id -ne $given.number) { continue }
        if ($owner -and (-not $one.UserName -or (Get-Sid $one.UserName) -ne $owner)) { continue }
        @{ name = $one.ProcessName; pid = $one.Id; owner = $one.UserName }
    }
}
function Get-Sid([string]$name) {
    if ($name -match '^S-1-\d+(-\d+)+$') { return $name }
    try { (New-Object System.Security.Principal.NTAccount ($name -replace '^\.\\', "$env:COMPUTERNAME\")).Translate([System.Security.Principal.SecurityIdentifier]).Value } catch {
        Fail "account_name $name is not a valid account, cannot get SID: $($_.Exception.GetBaseException().Message)"
    }
}
function Show-End($found) {
    SayJson 'matched_processes' @($found)
    SayJson 'elapsed' $clock.Elapsed.TotalSeconds
}
$given.needs_owner = (Get-Command -Name Get-Process).Parameters.ContainsKey('IncludeUserName') -and
    (New-Object System.Security.Principal.WindowsPrincipal ([System.Security.Principal.WindowsIdentity]::GetCurrent())).IsInRole([System.Security.Principal.WindowsBuiltInRole]::Administrator)
$clock = [System.Diagnostics.Stopwatch]::StartNew()
$owner = $(if ($given.owner) { Get-Sid $given.owner })
if ($given.state -eq 'absent') {
    if ($given.sleep -ne 1) { Warn "Parameter 'sleep' has no effect when waiting for a process to stop." }
    if ($given.process_min_count -ne 1) { Warn "Parameter 'process_min_count' has no effect when waiting for a process to stop." }
}
Start-Sleep -Seconds $given.pre_wait_delay
$found = @(Find-Processes)
if ($given.state -eq 'absent' -and $found.Count -gt 0) {
    $first = $found
    $left = $found
    while ($left.Count -gt 0) {
        if ($clock.Elapsed.TotalSeconds -gt $given.timeout) {
            Show-End $first
            Fail 'Timeout while waiting for process(es) to stop'
        }
        Start-Sleep -Milliseconds 250
        $left = @($left | Where-Object { Get-Process -Id $_.pid -ErrorAction SilentlyContinue })
    }
} elseif ($given.state -eq 'present') {
    while ($found.Count -lt $given.process_min_count) {
        if ($clock.Elapsed.TotalSeconds -gt $given.timeout) {
            Show-End $found
            Fail 'Timed out while waiting for process(es) to start'
        }
        Start-Sleep -Seconds $given.sleep
        $found = @(Find-Processes)
    }
}
Start-Sleep -Seconds $given.post_wait_delay
Show-End $found

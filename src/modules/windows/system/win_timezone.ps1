param([hashtable]$given)
# The zone as the registry has it; with a mark where it stays on its standard time.
function Get-Zone {
    $is = Get-ItemProperty -LiteralPath 'HKLM:\SYSTEM\CurrentControlSet\Control\TimeZoneInformation'
    $name = ([string]$is.TimeZoneKeyName -split "`0")[0]
    if (-not $name) { $name = [System.TimeZoneInfo]::Local.Id }
    $(if ($is.DynamicDaylightTimeDisabled) { $name + '_dstoff' } else { $name })
}
$was = Get-Zone
Say 'previous_timezone' $was
Say 'timezone' $given.timezone
if ($was -eq $given.timezone) { return }
$name = $given.timezone -replace '_dstoff$', ''
if ($name -notin @([System.TimeZoneInfo]::GetSystemTimeZones() | ForEach-Object { $_.Id })) { Fail "The specified timezone: $($given.timezone) isn't supported on the machine." }
if (-not (Differs 'timezone' $was $given.timezone)) { return }
$told = & cmd.exe /c "tzutil.exe /s `"$($given.timezone)`" 2>&1"
if ($LASTEXITCODE -ne 0) {
    SayJson 'rc' $LASTEXITCODE
    Say 'stderr' ($told -join "`n")
    Fail 'An error occurred when setting the specified timezone.'
}
[System.TimeZoneInfo]::ClearCachedData()

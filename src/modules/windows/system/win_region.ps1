param([hashtable]$given)
$api = New-Native 'TeraRegion' 'kernel32.dll' @{
    GetUserGeoID = [int], [int]
    SetUserGeoID = [bool], [int]
    GetLocaleInfoEx = [int], [string], [uint32], ([System.Text.StringBuilder]), [int]
}
$region = @{ changed = $false; restart = $false }
function Set-Changed {
    $region.changed = $true
    Change
}
$cultures = @([System.Globalization.CultureInfo]::GetCultures('AllCultures'))
function Test-Culture([string]$option) {
    if ($given[$option] -and $cultures.Name -notcontains $given[$option]) { Fail "The argument $option '$($given[$option])' does not contain a valid Culture Name" }
}
function Test-Place([string]$number) {
    foreach ($one in $cultures) {
        try { if ((New-Object System.Globalization.RegionInfo $one.Name).GeoId -eq $number) { return $true } } catch { $null = $_ }
    }
    $false
}
# what the user's settings are called, and the number that Windows has for each
$codes = [ordered]@{
    s1159 = 0x28; s2359 = 0x29; sCountry = 0x6; sCurrency = 0x14; sDate = 0x1D; sDecimal = 0xE; sGrouping = 0x10; sLanguage = 0x3; sList = 0xC
    sLongDate = 0x20; sMonDecimalSep = 0x16; sMonGrouping = 0x18; sMonThousandSep = 0x17; sNativeDigits = 0x13; sNegativeSign = 0x51; sPositiveSign = 0x50
    sShortDate = 0x1F; sShortTime = 0x79; sThousand = 0xF; sTime = 0x1E; sTimeFormat = 0x1003; sYearMonth = 0x1006; iCalendarType = 0x1009; iCountry = 0x5
    iCurrDigits = 0x19; iCurrency = 0x1B; iDate = 0x21; iDigits = 0x11; NumShape = 0x1014; iFirstDayOfWeek = 0x100C; iFirstWeekOfYear = 0x100D; iLZero = 0x12
    iMeasure = 0xD; iNegCurr = 0x1C; iNegNumber = 0x1010; iPaperSize = 0x100A; iTime = 0x23; iTimePrefix = 0x1005; iTLZero = 0x25
}
function Get-Wanted([string]$culture) {
    $wanted = @{ Locale = '{0:x8}' -f [System.Globalization.CultureInfo]::GetCultureInfo($culture).LCID; LocaleName = $culture }
    foreach ($one in $codes.Keys) {
        $text = New-Object System.Text.StringBuilder 500
        $size = $api::GetLocaleInfoEx($culture, $codes[$one], $text, 500)
        $code = [System.Runtime.InteropServices.Marshal]::GetLastWin32Error()
        if ($size -eq 0) { Fail (Format-NativeError "cannot read $one of $culture" $code) }
        $wanted[$one] = $text.ToString()
    }
    $wanted
}
function Set-Format([string]$culture) {
    $path = 'HKCU:\Control Panel\International'
    $key = Get-Item -LiteralPath $path
    $wanted = Get-Wanted $culture
    # only what is there: Windows fills in the rest
    $names = @($key.GetValueNames() | Where-Object { $wanted.ContainsKey($_) })
    $others = @($names | Where-Object { [string]$key.GetValue($_) -cne $wanted[$_] })
    if ($key.GetValue('LocaleName') -eq $culture -or -not (Set-Changed)) { return }
    foreach ($one in $others) { Set-ItemProperty -LiteralPath $path -Name $one -Value $wanted[$one] }
    if ($names -notcontains 'LocaleName') { Set-ItemProperty -LiteralPath $path -Name LocaleName -Value $culture }
}
function Set-Location([string]$number) {
    # 16: the country
    if ([string]$api::GetUserGeoID(16) -eq $number -or -not (Set-Changed)) { return }
    $done = $api::SetUserGeoID([int]$number)
    $code = [System.Runtime.InteropServices.Marshal]::GetLastWin32Error()
    if (-not $done) { Fail (Format-NativeError "cannot set the location $number" $code) }
}
# What it will be after the next start: that is noted as a number.
function Set-OldLanguage([string]$culture) {
    $noted = (Get-Item -LiteralPath 'HKLM:\SYSTEM\CurrentControlSet\Control\Nls\Locale').GetValue('(Default)')
    $number = [System.Globalization.CultureInfo]::GetCultureInfo($culture).LCID
    # many cultures have no number of their own
    $isSame = $(if ($number -eq 0x1000 -or -not $noted) { (Get-WinSystemLocale).Name -eq $culture } else { $noted -eq ('{0:x8}' -f $number) })
    if ($isSame) { return }
    $region.restart = $true
    if (Set-Changed) { Set-WinSystemLocale -SystemLocale $culture }
}
function Copy-Key($from, [string]$to) {
    $key = Get-Item -LiteralPath $from
    if (-not (Test-Path -LiteralPath $to)) { $null = New-Item -Path $to -Force }
    foreach ($name in $key.GetValueNames()) {
        $value = $key.GetValue($name, $null, 'DoNotExpandEnvironmentNames')
        [Microsoft.Win32.Registry]::SetValue($to.Replace('Registry::', ''), $name, $value, $key.GetValueKind($name))
    }
    foreach ($one in $key.GetSubKeyNames()) { Copy-Key "$from\$one" "$to\$one" }
}
function Copy-Settings {
    Mount-Hive "$env:SystemDrive\Users\Default\NTUSER.DAT"
    try {
        foreach ($user in 'Registry::HKEY_LOCAL_MACHINE\ANSIBLE', 'Registry::HKEY_USERS\.DEFAULT', 'Registry::HKEY_USERS\S-1-5-19', 'Registry::HKEY_USERS\S-1-5-20') {
            foreach ($one in 'Keyboard Layout', 'Control Panel\International', 'Control Panel\Input Method') {
                if (Test-Path -LiteralPath "HKCU:\$one") { Copy-Key "HKCU:\$one" "$user\$one" }
            }
        }
    } finally { Dismount-Hive }
}
if ($given.location -and -not (Test-Place $given.location)) { Fail "The argument location '$($given.location)' does not contain a valid Geo ID" }
Test-Culture 'format'
Test-Culture 'unicode_language'
if ($given.location) { Set-Location $given.location }
if ($given.format) { Set-Format $given.format }
if ($given.unicode_language) { Set-OldLanguage $given.unicode_language }
SayJson 'restart_required' $region.restart
if ($given.copy_settings -and $region.changed -and -not $session.Check) { Copy-Settings }

# What the commands of International write of the system's language is the registry.
$localeKey = 'HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Nls\Locale'
$DoubleHandlers['Get-WinSystemLocale'] = {
    $number = [Microsoft.Win32.Registry]::GetValue($localeKey, '(Default)', '00000409')
    [System.Globalization.CultureInfo]::GetCultureInfo([Convert]::ToInt32($number, 16))
}
$DoubleHandlers['Set-WinSystemLocale'] = { param($bound) [Microsoft.Win32.Registry]::SetValue($localeKey, '(Default)', ('{0:x8}' -f $bound.SystemLocale.LCID)) }

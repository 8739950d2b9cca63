# Keys and values of the registry, by .NET: names are literal, and nothing is expanded or converted on the way.
function Split-RegistryPath([string]$path, [string]$what) {
    $hives = @{ HKCC = 'CurrentConfig'; HKCR = 'ClassesRoot'; HKCU = 'CurrentUser'; HKLM = 'LocalMachine'; HKU = 'Users' }
    if ($path -notmatch '^(HK(?:CC|CR|CU|LM|U)):\\(.*)$') { Fail "path: $path is not a valid $what path, see module documentation for examples." }
    $hive = $hives[$matches[1]]
    [Microsoft.Win32.Registry]::$hive, $matches[2]
}
# DWORD and QWORD come with a sign
function ConvertTo-Unsigned($value, [string]$kind) {
    $number = [decimal]$value
    if ($number -ge 0) { return $number }
    if ($kind -eq 'DWord') { return $number + 4294967296 }
    $number + [decimal]18446744073709551616
}
function Format-Bytes($bytes) { , @(foreach ($one in $bytes) { '0x{0:x2}' -f $one }) }

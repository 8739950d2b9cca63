param([hashtable]$given)
function ConvertTo-ByteList($data) {
    if ($data -is [array]) { return , [byte[]]@(foreach ($one in $data) { [byte]$one }) }
    if ($null -ne $data -and $data -isnot [string]) {
        if ($data -gt 255) { Fail "cannot convert binary data '$data' to byte array, please specify this value as a yaml byte array or a comma separated hex value string" }
        return , [byte[]]@([byte]$data)
    }
    # as reg.exe exports it, with commas or colons or nothing between the bytes
    $text = (([string]$data).ToLowerInvariant() -replace '^hex:', '' -replace '[^a-f0-9,:]', '') -replace ',', ':'
    if ($text.Contains(':')) { $parts = $text.Split(':') } else { $parts = @($text -split '(..)') }
    , [byte[]]@(foreach ($part in $parts) { if ($part) { [Convert]::ToByte($part, 16) } })
}
function ConvertTo-Number($data, [string]$kind) {
    if ($null -eq $data) { $data = 0 }
    if ($data -is [string]) {
        # a number as text may be written in hexadecimal
        try { $number = $(if ($data -match '^\d+$') { [decimal]$data } else { [decimal][UInt64]$data }) } catch { Fail "data '$data' is not a number" }
    } else {
        $number = [decimal]$data
        if ($number % 1 -ne 0) { Fail "data '$data' cannot be a decimal or float value with a remainder when type is dword or qword" }
    }
    if ($kind -eq 'dword') {
        if ($number -gt 4294967295) { Fail 'data cannot be larger than 0xffffffff when type is dword' }
        if ($number -gt [int]::MaxValue) { $number -= 4294967296 }
        return [int]$number
    }
    if ($number -gt [UInt64]::MaxValue) { Fail 'data cannot be larger than 0xffffffffffffffff when type is qword' }
    if ($number -gt [long]::MaxValue) { $number -= [decimal]18446744073709551616 }
    [long]$number
}
function ConvertTo-Data($data, [string]$kind, [string]$name) {
    if ($kind -in 'binary', 'none') { return , (ConvertTo-ByteList $data) }
    if ($kind -in 'dword', 'qword') { return ConvertTo-Number $data $kind }
    if ($kind -eq 'multistring') { return , [string[]]@(foreach ($one in $data) { [string]$one }) }
    # the unnamed value is made only where there is data for it
    if ($null -eq $data -and -not $name) { return $null }
    [string]$data
}
function Show-Data($data, $kind) {
    $shown = $data
    if ($kind -in 'Binary', 'None') { $shown = Format-Bytes $data }
    elseif ($kind -eq 'DWord') { $shown = '0x{0:x8}' -f [uint32](ConvertTo-Unsigned $data 'DWord') }
    elseif ($kind -eq 'QWord') { $shown = '0x{0:x16}' -f [uint64](ConvertTo-Unsigned $data 'QWord') }
    @{ type = $kind.ToString(); value = $shown }
}
function Test-Other($was, $new) {
    $was = @($was)
    $new = @($new)
    if ($was.Count -ne $new.Count) { return $true }
    for ($at = 0; $at -lt $was.Count; $at++) { if ([string]$was[$at] -cne [string]$new[$at]) { return $true } }
    $false
}
function Show-Diff($before, $after) {
    if ($session.Diff) { SayJson 'diff' @{ before = $before; after = $after } }
}
function Set-Value($top, [string]$path, [string]$name, $data, $kind) {
    $shown = $given.path
    $before = @{}
    $after = @{ $shown = @{} }
    $key = $top.OpenSubKey($path, $true)
    try {
        if ($null -eq $key) {
            if (Change) {
                try { $key = $top.CreateSubKey($path) } catch { Fail "failed to create registry key at ${shown}: $($_.Exception.GetBaseException().Message)" }
            }
        } else { $before = @{ $shown = @{} } }
        if ($null -eq $key -or $null -eq $data) { return }
        $was = $key.GetValue($name, $null, 'DoNotExpandEnvironmentNames')
        $after[$shown] = @{ $name = Show-Data $data $kind }
        $does = 'create'
        if ($null -ne $was) {
            $old = $key.GetValueKind($name)
            $before[$shown] = @{ $name = Show-Data $was $old }
            $script:data_type_changed = $old -ne $kind
            $script:data_changed = Test-Other $was $data
            if (-not ($script:data_type_changed -or $script:data_changed)) { return }
            $does = 'change'
        }
        if (Change) {
            try { $key.SetValue($name, $data, $kind) } catch { Fail "failed to $does registry property '$name' at ${shown}: $($_.Exception.GetBaseException().Message)" }
        }
    } finally {
        if ($key) { $key.Dispose() }
        Show-Diff $before $after
    }
}
function Remove-Value($top, [string]$path, [string]$name) {
    $shown = $given.path
    $key = $top.OpenSubKey($path, $true)
    if ($null -eq $key) { return }
    try {
        if ($given.delete_key -and -not $name) {
            $key.Dispose()
            if (Change) {
                try { $top.DeleteSubKeyTree($path, $false) } catch { Fail "failed to delete registry key at ${shown}: $($_.Exception.GetBaseException().Message)" }
            }
            return (Show-Diff @{ $shown = @{} } @{})
        }
        $was = $key.GetValue($name, $null, 'DoNotExpandEnvironmentNames')
        if ($null -eq $was) { return }
        $kind = $key.GetValueKind($name)
        if (Change) {
            try { $key.DeleteValue($name) } catch { Fail "failed to delete registry property '$name' at ${shown}: $($_.Exception.GetBaseException().Message)" }
        }
        Show-Diff @{ $shown = @{ $name = Show-Data $was $kind } } @{ $shown = @{} }
    } finally { $key.Dispose() }
}

$script:data_changed = $false
$script:data_type_changed = $false
SayJson 'data_changed' $false
SayJson 'data_type_changed' $false
Show-Diff '' ''
$name = [string]$given.name
$kind = $given.type
if ($null -eq $given.name -and $kind -ne 'string') {
    Warn "the data type when name is not specified can only be 'string', the type has automatically been converted"
    $kind = 'string'
}
$top, $path = Split-RegistryPath $given.path 'powershell'
$data = ConvertTo-Data $given.data $kind $name
$kind = [Microsoft.Win32.RegistryValueKind]$kind
if ($given.hive) { Mount-Hive $given.hive }
try {
    if ($given.state -eq 'present') { Set-Value $top $path $name $data $kind } else { Remove-Value $top $path $name }
} finally {
    if ($given.hive) { Dismount-Hive }
}
if ($script:data_changed) { SayJson 'data_changed' $true }
if ($script:data_type_changed) { SayJson 'data_type_changed' $true }

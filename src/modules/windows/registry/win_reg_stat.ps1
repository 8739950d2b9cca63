param([hashtable]$given)
$names = @{
    Binary = 'REG_BINARY'; String = 'REG_SZ'; DWord = 'REG_DWORD'; QWord = 'REG_QWORD'
    MultiString = 'REG_MULTI_SZ'; ExpandString = 'REG_EXPAND_SZ'; None = 'REG_NONE'
}
function Get-Property($key, [string]$name) {
    $value = $key.GetValue($name, $null)
    if ($null -eq $value) { return $null }
    $plain = $key.GetValue($name, $null, 'DoNotExpandEnvironmentNames')
    $kind = $key.GetValueKind($name).ToString()
    if ($kind -in 'Binary', 'None') { $plain = Format-Bytes $value }
    elseif ($kind -in 'DWord', 'QWord') {
        $value = [uint64](ConvertTo-Unsigned $value $kind)
        $plain = $value
    }
    $type = $names[$kind]
    if (-not $type) { $type = "Unknown - $kind" }
    [ordered]@{ type = $type; value = $value; raw_value = $plain }
}
$top, $path = Split-RegistryPath $given.path 'registry'
$key = $top.OpenSubKey($path, $false)
if ($null -eq $key) { return (SayJson 'exists' $false) }
try {
    if ($null -ne $given.name) {
        [System.Collections.Specialized.OrderedDictionary]$found = Get-Property $key $given.name
        SayJson 'exists' ($null -ne $found)
        if ($found) { foreach ($one in $found.Keys) { SayJson $one $found[$one] } }
        return
    }
    $properties = @{}
    foreach ($one in $key.GetValueNames()) { $properties[$one] = Get-Property $key $one }
    SayJson 'exists' $true
    SayJson 'properties' $properties
    SayJson 'sub_keys' @($key.GetSubKeyNames())
} finally { $key.Dispose() }

param([hashtable]$given)
$letter = $given.letter
if ($letter -notmatch '^[a-zA-Z]$') { Fail "letter must be a single letter from A-Z, was: $letter" }
$at = [IntPtr]
$api = New-Native 'TeraDrives' 'mpr.dll' @{
    WNetAddConnection2W = [int], ([IntPtr[]]), [string], [string], [uint32]
    WNetCancelConnection2W = [int], [string], [uint32], [bool]
}
# What Windows has noted for the next log-on.
function Get-Target {
    $key = Get-Item -LiteralPath "HKCU:\Network\$letter" -ErrorAction SilentlyContinue
    if ($key) { $key.GetValue('RemotePath') }
}
function Add-Drive {
    $marshal = [System.Runtime.InteropServices.Marshal]
    $local = $marshal::StringToHGlobalUni("${letter}:")
    $remote = $marshal::StringToHGlobalUni($given.path)
    # a resource: four numbers (the second: a disk), then its texts
    $numbers = $(if ([IntPtr]::Size -eq 8) { [IntPtr]4294967296, [IntPtr]::Zero } else { [IntPtr]::Zero, [IntPtr]1, [IntPtr]::Zero, [IntPtr]::Zero })
    $resource = [IntPtr[]]($numbers + @($local, $remote, [IntPtr]::Zero, [IntPtr]::Zero))
    try {
        $user = $(if ($given.username) { $given.username } else { [NullString]::Value })
        $password = $(if ($given.password) { $given.password } else { [NullString]::Value })
        # 1: for the next log-on too
        $code = $api::WNetAddConnection2W($resource, $password, $user, 1)
        if ($code -ne 0) { Fail (Format-NativeError "Failed to map ${letter}: to '$($given.path)' with WNetAddConnection2W()" $code) }
    } finally {
        $marshal::FreeHGlobal($local)
        $marshal::FreeHGlobal($remote)
    }
    # else Windows would ask for that user's password at each log-on, instead of taking one that is kept
    if ($given.username) { Set-ItemProperty -LiteralPath "HKCU:\Network\$letter" -Name UserName -Value '' }
}
function Remove-Drive {
    $code = $api::WNetCancelConnection2W("${letter}:", 1, $true)
    if ($code -ne 0) { Fail (Format-NativeError "Failed to remove mapped drive ${letter}: with WNetCancelConnection2W()" $code) }
}
$target = Get-Target
$before = $(if ($target) { @{ letter = $letter; path = $target } } else { '' })
$after = ''
if ($given.state -eq 'present') {
    $after = @{ letter = $letter; path = $given.path }
    if (-not $target -and (Get-PSDrive -PSProvider FileSystem | Where-Object { $_.Name -eq $letter })) { Fail "failed to create mapped drive $letter, this letter is in use and is pointing to a non UNC path" }
    if ($target -ne $given.path -and (Change)) {
        if ($target) { Remove-Drive }
        Add-Drive
    }
} elseif ($target) {
    if ($given.path -and $target -ne $given.path) { Fail "did not delete mapped drive $letter, the target path is pointing to a different location at $target" }
    if (Change) { Remove-Drive }
}
if ($session.Diff) { SayJson 'diff' @{ before = $before; after = $after } }

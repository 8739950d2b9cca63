# What modules of files share.
function Get-Checksum([string]$path, [string]$algorithm) {
    $hasher = [System.Security.Cryptography.HashAlgorithm]::Create($algorithm.ToUpperInvariant())
    $stream = New-Object System.IO.FileStream $path, 'Open', 'Read', 'ReadWrite'
    try { [System.BitConverter]::ToString($hasher.ComputeHash($stream)).Replace('-', '').ToLowerInvariant() }
    finally {
        $stream.Close()
        $hasher.Dispose()
    }
}
# The names under which a folder is shared: the server's own list is in the registry.
function Get-SharesOf([string]$path) {
    $key = Get-Item -LiteralPath 'HKLM:\SYSTEM\CurrentControlSet\Services\LanmanServer\Shares' -ErrorAction SilentlyContinue
    if ($null -eq $key) { return }
    foreach ($name in $key.GetValueNames()) {
        if (@($key.GetValue($name)) -contains "Path=$path") { $name }
    }
}
# A copy beside the file, named as Ansible names it.
function Backup-Path([string]$path) {
    if (-not (Test-Path -LiteralPath $path -PathType Leaf)) { return }
    $stamp = [datetime]::Now.ToString('yyyyMMdd-HHmmss', [System.Globalization.CultureInfo]::InvariantCulture)
    $copy = "$path.$PID.$stamp.bak"
    if (-not $session.Check) { [System.IO.File]::Copy($path, $copy, $true) }
    $copy
}
# Puts a file in its place: whole or not at all, and with the rights that are there already.
function Move-IntoPlace([string]$from, [string]$dest) {
    $new = $dest + '.tera-' + [guid]::NewGuid().ToString('N')
    try {
        [System.IO.File]::Copy($from, $new)
        if ([System.IO.File]::Exists($dest)) {
            $was = [System.IO.File]::GetAttributes($dest)
            $blocks = [System.IO.FileAttributes]::ReadOnly
            if ($was.HasFlag($blocks)) { [System.IO.File]::SetAttributes($dest, $was -band (-bnot $blocks)) }
            [System.IO.File]::Replace($new, $dest, [NullString]::Value, $true)
        } else { [System.IO.File]::Move($new, $dest) }
    } catch {
        $why = $_.Exception.GetBaseException().Message
        if ([System.IO.File]::Exists($new)) { [System.IO.File]::Delete($new) }
        Fail "cannot write ${dest}: $why"
    }
}
# .NET's own folder is another one than PowerShell's: a relative path means PowerShell's.
function ConvertTo-FullPath([string]$path) {
    $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($path)
}
# A time as it is written: preserve (null), now, or by the format.
function Get-WantedTime([string]$name, [string]$format, [string]$text) {
    if ($text -eq 'preserve') { return $null }
    if ($text -eq 'now') { return [datetime]::Now }
    try { [datetime]::SpecifyKind([datetime]::ParseExact($text, $format, $null), 'Local') } catch { Fail "Invalid $name '$text'" }
}
# Links are removed, not what they point to.
function Remove-Whole($item) {
    try {
        $blocks = [System.IO.FileAttributes]'ReadOnly, Hidden, System'
        if ($item.Attributes -band $blocks) { $item.Attributes = $item.Attributes -band (-bnot $blocks) }
        if ($item -is [System.IO.DirectoryInfo]) {
            if (-not ($item.Attributes -band [System.IO.FileAttributes]::ReparsePoint)) {
                foreach ($child in $item.GetFileSystemInfos()) { Remove-Whole $child }
            }
            [System.IO.Directory]::Delete($item.FullName)
        } else { [System.IO.File]::Delete($item.FullName) }
    } catch { Fail "Failed to delete $($item.FullName): $($_.Exception.GetBaseException().Message)" }
}

param([hashtable]$given)
$folder = $given.path
if (-not $folder) { $folder = [System.IO.Path]::GetTempPath() }
if (-not (Test-Path -LiteralPath $folder -PathType Container)) { Fail "[Errno 2] No such file or directory: '$folder'" }
$name = $given.prefix + [System.IO.Path]::GetRandomFileName().Replace('.', '').Substring(0, 8) + $given.suffix
$path = [System.IO.Path]::Combine((ConvertTo-FullPath $folder), $name)
if (-not (Change)) { return }
try {
    if ($given.state -eq 'directory') { $null = [System.IO.Directory]::CreateDirectory($path) }
    else { (New-Object System.IO.FileStream $path, 'CreateNew').Close() }
} catch { Fail "cannot make a temporary $($given.state) in ${folder}: $($_.Exception.GetBaseException().Message)" }
Say 'path' $path
Say 'state' $given.state

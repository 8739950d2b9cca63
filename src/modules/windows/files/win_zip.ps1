param([hashtable]$given)
function Add-Entry($archive, $item, [string]$name) {
    if ($item -is [System.IO.DirectoryInfo]) {
        $children = @($item.GetFileSystemInfos() | Sort-Object -Property Name)
        # an empty folder is an entry of its own
        if ($children.Count -eq 0 -and $name) { $null = $archive.CreateEntry("$name/") }
        foreach ($child in $children) { Add-Entry $archive $child $(if ($name) { "$name/$($child.Name)" } else { $child.Name }) }
    } else { $null = [System.IO.Compression.ZipFileExtensions]::CreateEntryFromFile($archive, $item.FullName, $name, [System.IO.Compression.CompressionLevel]::Optimal) }
}
$src = $given.src
$inside = $src.EndsWith('\*')
if ($inside) { $src = $src.Substring(0, $src.Length - 2) }
if (-not (Test-Path -LiteralPath $src)) { Fail "The source file or directory '$src' does not exist." }
if ($given.dest -notlike '*.zip') { Fail "The destination zip file path '$($given.dest)' need to be zip file path." }
if (Test-Path -LiteralPath $given.dest) { return (Say 'msg' "The destination zip file '$($given.dest)' already exists.") }
if (-not (Change)) { return }
Add-Type -AssemblyName System.IO.Compression
Add-Type -AssemblyName System.IO.Compression.FileSystem
$dest = ConvertTo-FullPath $given.dest
$item = Get-Item -LiteralPath $src -Force
$name = $(if (-not $inside) { $item.Name } else { '' })
$new = Get-TempPath
$archive = [System.IO.Compression.ZipFile]::Open($new, 'Create', (New-Object System.Text.UTF8Encoding $false))
try { Add-Entry $archive $item $name } finally { $archive.Dispose() }
Move-IntoPlace $new $dest

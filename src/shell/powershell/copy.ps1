# Files and folders that the controller brings, and copies on the host itself.
function Test-Folder([string]$path) { Test-Path -LiteralPath $path -PathType Container }
function Test-File([string]$path) { Test-Path -LiteralPath $path -PathType Leaf }
function Test-EndsAsFolder([string]$path) { $path.EndsWith('/') -or $path.EndsWith('\') }
function Test-Same([string]$path, [string]$sha1) { (Get-Checksum $path 'sha1') -eq $sha1 }

function Copy-Single([hashtable]$given) {
    $dest = $given.dest
    $new = $session.Files['new']
    $path = $dest
    Say 'operation' 'file_copy'
    if ($given.base) { Say 'original_basename' $given.base }
    if ($given.force) { Say 'checksum' $new.sha1 }
    SayJson 'size' $new.size
    if ($given.base -and (Test-EndsAsFolder $dest)) {
        $path = Join-Path -Path $dest -ChildPath $given.base
        Say 'dest' $path
    } elseif (Test-Folder $dest) {
        if (-not $given.base) { Fail "cannot copy file to dest '$dest': object at path is already a directory" }
        $path = Join-Path -Path $dest -ChildPath $given.base
    }
    $path = ConvertTo-FullPath $path
    if (Test-Folder $path) { Fail "cannot copy file to dest '$path': object at path is already a directory" }
    if ((Test-File $path) -and (-not $given.force -or (Test-Same $path $new.sha1))) { return }
    $folder = [System.IO.Path]::GetDirectoryName($path)
    if (Test-File $folder) { Fail "object at destination parent dir '$folder' is currently a file" }
    if (-not (Test-Folder $folder)) {
        if (-not (Test-EndsAsFolder $dest)) {
            if ($session.Check) {
                $null = Change
                return
            }
            Fail "Destination directory '$folder' does not exist"
        }
    }
    if ($given.backup) {
        $copy = Backup-Path $path
        if ($copy) { Say 'backup_file' $copy }
    }
    if (-not (Change)) { return }
    $from = Need 'new'
    $null = [System.IO.Directory]::CreateDirectory($folder)
    Test-Brought $from $new
    if ($given.validate) { Test-Valid $given.validate $from $path }
    Move-IntoPlace $from $path
}
# What has come is what was sent.
function Test-Brought([string]$from, $file) {
    if ((New-Object System.IO.FileInfo $from).Length -ne $file.size -or -not (Test-Same $from $file.sha1)) {
        Fail 'Copied file does not match the expected checksum. Transfer failed.'
    }
}

function Copy-Tree([hashtable]$given) {
    $top = ConvertTo-FullPath $given.dest
    Say 'operation' 'folder_copy'
    foreach ($name in @('') + @($given.folders)) {
        $path = [System.IO.Path]::Combine($top, $name.Replace('/', '\'))
        if (Test-File $path) { Fail "cannot copy folder to dest '$path': object at path is already a file" }
        $above = [System.IO.Path]::GetDirectoryName($path)
        if ($above -and (Test-File $above)) { Fail "cannot copy folder to dest '$path': object at parent directory path is already a file" }
        if ((Test-Folder $path) -or ($name -eq '' -and -not $given.folders -and -not $given.list)) { continue }
        if (Change) { $null = [System.IO.Directory]::CreateDirectory($path) }
    }
    $source = $null
    try {
        foreach ($line in @($given.list)) {
            $sha1, $offset, $size, $name = $line.Split(' ', 4)
            $path = [System.IO.Path]::Combine($top, $name.Replace('/', '\'))
            if (Test-Folder $path) { Fail "cannot copy file to dest '$path': object at path is already a directory" }
            if ((Test-File $path) -and (-not $given.force -or (Test-Same $path $sha1))) { continue }
            if (-not (Change)) { continue }
            if ($null -eq $source) {
                $from = Need 'new'
                Test-Brought $from $session.Files['new']
                $source = [System.IO.File]::OpenRead($from)
            }
            $part = Get-TempPath
            Copy-Part $source ([long]$offset) ([long]$size) $part
            Move-IntoPlace $part $path
            [System.IO.File]::Delete($part)
        }
    } finally { if ($source) { $source.Close() } }
}
function Copy-Part([System.IO.Stream]$source, [long]$offset, [long]$size, [string]$path) {
    $null = $source.Seek($offset, [System.IO.SeekOrigin]::Begin)
    $part = [System.IO.File]::Create($path)
    try {
        $buffer = New-Object byte[] 81920
        while ($size -gt 0) {
            $got = $source.Read($buffer, 0, [int][Math]::Min($size, $buffer.Length))
            if ($got -le 0) { Fail 'a file did not arrive whole' }
            $part.Write($buffer, 0, $got)
            $size -= $got
        }
    } finally { $part.Close() }
}

# --- from one place of the host to another ---
function Copy-HostFile([string]$from, [string]$to, [hashtable]$given) {
    if (Test-Folder $to) { Fail "cannot copy file from '$from' to '$to': dest is already a folder" }
    if ((Test-File $to) -and (-not $given.force -or (Test-Same $to (Get-Checksum $from 'sha1')))) { return }
    $folder = [System.IO.Path]::GetDirectoryName($to)
    if (Test-File $folder) { Fail "cannot copy file from '$from' to '$to': object at dest parent dir is not a folder" }
    if (-not (Test-Folder $folder)) { Copy-HostFolderItself $folder $given }
    if ($given.backup) {
        $copy = Backup-Path $to
        if ($copy) { Say 'backup_file' $copy }
    }
    if (Test-File $to) { $given.diff += "-$to`n" }
    $given.diff += "+$to`n"
    if (Change) { Move-IntoPlace $from $to }
}
function Copy-HostFolderItself([string]$to, [hashtable]$given) {
    $given.diff += "+$to\`n"
    if (Change) { $null = [System.IO.Directory]::CreateDirectory($to) }
}
function Copy-HostFolder([string]$from, [string]$to, [hashtable]$given) {
    if (-not (Test-Folder $to)) {
        if (Test-File ([System.IO.Path]::GetDirectoryName($to))) { Fail "cannot copy file from '$from' to '$to': object at dest parent dir is not a folder" }
        if (Test-File $to) { Fail "cannot copy folder from '$from' to '$to': dest is already a file" }
        Copy-HostFolderItself $to $given
    }
    Copy-HostChildren $from $to $given
}
function Copy-HostChildren([string]$from, [string]$to, [hashtable]$given) {
    foreach ($child in @(Get-ChildItem -LiteralPath $from -Force)) {
        $path = Join-Path -Path $to -ChildPath $child.Name
        if ($child.PSIsContainer) { Copy-HostFolder $child.FullName $path $given }
        else { Copy-HostFile $child.FullName $path $given }
    }
}
function Copy-OnHost([hashtable]$given) {
    $given.diff = ''
    $item = Get-Item -LiteralPath $given.src -Force -ErrorAction SilentlyContinue
    if ($null -eq $item) { Fail "Cannot copy src file: '$($given.src)' as it does not exist" }
    $src = $item.FullName
    $dest = $given.dest
    if ($item.PSIsContainer) {
        Say 'operation' 'folder_copy'
        if (Test-EndsAsFolder $given.src) { Copy-HostChildren $src (ConvertTo-FullPath $dest) $given }
        else {
            $dest = Join-Path -Path $dest -ChildPath $item.Name
            Copy-HostFolder $src (ConvertTo-FullPath $dest) $given
        }
    } else {
        Say 'operation' 'file_copy'
        Say 'original_basename' $item.Name
        if ((Test-EndsAsFolder $dest) -or (Test-Folder $dest)) { $dest = Join-Path -Path $dest -ChildPath $item.Name }
        $folder = [System.IO.Path]::GetDirectoryName((ConvertTo-FullPath $dest))
        if (Test-File $folder) { Fail "object at destination parent dir '$folder' is currently a file" }
        if (-not (Test-Folder $folder) -and $dest -eq $given.dest) { Fail "Destination directory '$folder' does not exist" }
        Copy-HostFile $src (ConvertTo-FullPath $dest) $given
        if ($given.force) { Say 'checksum' (Get-Checksum $src 'sha1') }
    }
    Say 'dest' $dest
    Say 'prepared' $given.diff
    $size = $null
    if (Test-File $dest) { $size = (Get-Item -LiteralPath $dest -Force).Length }
    elseif (Test-Folder $dest) { $size = [long](Get-ChildItem -LiteralPath $dest -Force -Recurse -File | Measure-Object -Property Length -Sum).Sum }
    SayJson 'size' $size
}

param([hashtable]$given)
$epoch = New-Object datetime 1970, 1, 1, 0, 0, 0, ([System.DateTimeKind]::Utc)
$stamps = @{ mtime = 'LastWriteTimeUtc'; ctime = 'CreationTimeUtc'; atime = 'LastAccessTimeUtc' }
# A number with a unit of the table; the last sign may be left out.
function Read-Amount([string]$text, [System.Collections.Specialized.OrderedDictionary]$units, [string]$what) {
    if ($text -notmatch ('^(-?\d+)(' + ($units.Keys -join '|') + ')?$')) { Fail "Invalid $what pattern specified" }
    $unit = $(if ($matches[2]) { $units[$matches[2]] } else { 1 })
    [long]$matches[1] * $unit
}
function Test-Age($item) {
    if ($null -eq $age) { return $true }
    $time = $item.($stamps[$given.age_stamp])
    $(if ($age -ge 0) { $time -le $limit } else { $time -ge $limit })
}
function Test-Size($item) {
    if ($null -eq $size) { return $true }
    $is = $(if ($item -is [System.IO.FileInfo]) { $item.Length } else { 1 })
    $(if ($size -ge 0) { $is -ge $size } else { $is -le - $size })
}
function Test-Name([string]$name) {
    if ($null -eq $given.patterns) { return $true }
    foreach ($one in $given.patterns) {
        if (-not $given.use_regex) { if ($name -like $one) { return $true } }
        elseif ($given.case_sensitive) { if ($name -cmatch $one) { return $true } }
        elseif ($name -match $one) { return $true }
    }
    $false
}
function Test-Kind($item) {
    $given.file_type -eq 'any' -or ($given.file_type -eq 'directory') -eq ($item -is [System.IO.DirectoryInfo])
}
function Get-Seconds([datetime]$time) { ($time - $epoch).TotalSeconds }
function Show-Item($item) {
    $is = $item.Attributes
    $isFolder = $item -is [System.IO.DirectoryInfo]
    $told = @{
        attributes = $is.ToString()
        exists = $true
        filename = $item.Name
        path = $item.FullName
        extension = $null
        size = $null
        checksum = $null
        owner = $null
        isdir = $isFolder
        isreg = -not $isFolder
        isarchive = $is.HasFlag([System.IO.FileAttributes]::Archive)
        ishidden = $is.HasFlag([System.IO.FileAttributes]::Hidden)
        isreadonly = $is.HasFlag([System.IO.FileAttributes]::ReadOnly)
        isshared = $false
        sharename = $null
        creationtime = Get-Seconds $item.CreationTimeUtc
        lastaccesstime = Get-Seconds $item.LastAccessTimeUtc
        lastwritetime = Get-Seconds $item.LastWriteTimeUtc
        islnk = $false
        isjunction = $false
        lnk_source = $null
        lnk_target = $null
        hlnk_targets = @()
        nlink = 1
    }
    try { $told.owner = (Get-Acl -LiteralPath $item.FullName).Owner } catch { Warn "Failed to get the owner for '$($item.FullName)': $($_.Exception.GetBaseException().Message)" }
    if ($isFolder) {
        $share = @(Get-SharesOf $item.FullName)
        if ($share.Count -gt 0) {
            $told.isshared = $true
            $told.sharename = $share[0]
        }
    } else {
        $told.extension = $item.Extension
        $told.size = $item.Length
        # one that is held by somebody else has none
        if ($given.get_checksum) { try { $told.checksum = Get-Checksum $item.FullName $given.checksum_algorithm } catch { $told.checksum = $null } }
    }
    $kind = $item.LinkType
    if ($kind -in 'SymbolicLink', 'Junction') {
        $told.islnk = $kind -eq 'SymbolicLink'
        $told.isjunction = $kind -eq 'Junction'
        $told.isreg = $false
        $told.lnk_target = @($item.Target)[0]
        $told.lnk_source = [System.IO.Path]::GetFullPath([System.IO.Path]::Combine([System.IO.Path]::GetDirectoryName($item.FullName), $told.lnk_target))
    } elseif ($kind -eq 'HardLink') {
        $told.hlnk_targets = @($item.Target | Where-Object { $_ -and $_ -ne $item.FullName })
        $told.nlink = $told.hlnk_targets.Count + 1
    }
    $told
}
# What a folder holds that is asked for; $depth: how many levels, 0 and less are all.
function Find-Below([System.IO.DirectoryInfo]$folder, [int]$depth) {
    try { $items = $folder.GetFileSystemInfos() } catch [System.UnauthorizedAccessException], [System.IO.DirectoryNotFoundException] { return }
    foreach ($item in $items) {
        if ($item -is [System.IO.DirectoryInfo] -and $given.recurse -and $depth -ne 1) {
            if ($given.follow -or -not $item.Attributes.HasFlag([System.IO.FileAttributes]::ReparsePoint)) { Find-Below $item ($depth - 1) }
        }
        if ($seen[$item.FullName]) { continue }
        $seen[$item.FullName] = $true
        if (-not $given.hidden -and $item.Attributes.HasFlag([System.IO.FileAttributes]::Hidden)) { continue }
        if ((Test-Kind $item) -and (Test-Age $item) -and (Test-Name $item.Name) -and (Test-Size $item)) { Show-Item $item }
    }
}
$seen = @{}
$age = $null
if ($null -ne $given.age) {
    $age = Read-Amount $given.age ([ordered]@{ s = 1; m = 60; h = 3600; d = 86400; w = 604800 }) 'age'
    $limit = [datetime]::UtcNow.AddSeconds(- [Math]::Abs($age))
}
$size = $null
if ($null -ne $given.size) { $size = Read-Amount $given.size ([ordered]@{ b = 1; k = 1KB; m = 1MB; g = 1GB; t = 1TB }) 'size' }
SayJson 'files' @()
$files = @(foreach ($one in $given.paths) {
        $path = ConvertTo-FullPath $one
        if (Test-Path -LiteralPath $path -PathType Leaf) { Warn "Argument path '$path' is a file not a directory, skipping" }
        elseif (-not (Test-Path -LiteralPath $path)) { Warn "Argument path '$path' does not exist or is not accessible, skipping" }
        else { Find-Below (New-Object System.IO.DirectoryInfo $path) $given.depth }
    })
SayJson 'examined' $seen.Count
SayJson 'matched' $files.Count
SayJson 'files' @($files | Sort-Object -Property { $_.path })

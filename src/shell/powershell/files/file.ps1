param([hashtable]$given)
# what a path is: absent, file, directory, link
function Get-Kind($item) {
    if ($null -eq $item) { return 'absent' }
    if ($item.LinkType -in 'SymbolicLink', 'Junction') { return 'link' }
    if ($item.PSIsContainer) { 'directory' } else { 'file' }
}
function Get-At([string]$path) { Get-Item -LiteralPath $path -Force -ErrorAction SilentlyContinue }
function Stop-Here([string]$text) {
    Say 'path' $given.path
    Fail $text
}
function Write-State {
    $item = Get-At $given.path
    if ($null -eq $item) { return }
    $kind = Get-Kind $item
    if ($kind -eq 'file' -and $given.state -eq 'hard') { $kind = 'hard' }
    Say 'state' $kind
    if ($kind -ne 'directory' -and $item -is [System.IO.FileInfo]) { SayJson 'size' $item.Length }
}
function Test-Time([string]$which, $wanted, $now) {
    if ($null -eq $wanted -or $wanted -eq $now) { return }
    if (Differs $which $now.ToString('yyyyMMddHHmm.ss') $wanted.ToString('yyyyMMddHHmm.ss')) {
        $item = Get-At $given.path
        if ($which -eq 'mtime') { $item.LastWriteTime = $wanted } else { $item.LastAccessTime = $wanted }
    }
}
function Set-Times {
    $item = Get-At $given.path
    if ($null -eq $item) { return }
    Test-Time 'mtime' $modified $item.LastWriteTime
    Test-Time 'atime' $accessed $item.LastAccessTime
}
function New-LinkAt([string]$kind) {
    if (-not $given.src) {
        if ($now -eq 'link' -and $kind -eq 'SymbolicLink') { return }
        Stop-Here 'src is required for creating new links'
    }
    $target = $given.src
    if (-not [System.IO.Path]::IsPathRooted($target)) {
        $target = [System.IO.Path]::Combine([System.IO.Path]::GetDirectoryName((ConvertTo-FullPath $given.path)), $target)
    }
    $there = Get-At $target
    if ($null -eq $there -and ($kind -eq 'HardLink' -or -not $given.force)) {
        Stop-Here "src file does not exist, use `"force=yes`" if you really want to create the link: $target"
    }
    if ($now -eq 'link') {
        if (@($item.Target)[0] -in $given.src, $target) { return }
    } elseif ($now -ne 'absent') {
        if ($kind -eq 'HardLink' -and (Test-SameFile $given.path $target)) { return }
        if ($now -eq 'directory') { Stop-Here "refusing to convert from directory to $($given.state) for $($given.path)" }
        if (-not $given.force) { Stop-Here "refusing to convert from $now to $($given.state) for $($given.path)" }
    }
    $before = $now
    if (-not (Differs 'state' $before $given.state)) { return }
    if ($now -ne 'absent') { Remove-Whole $item }
    try { $null = New-Item -ItemType $kind -Path $given.path -Value $given.src -Force } catch {
        Stop-Here "Error while linking: $($_.Exception.GetBaseException().Message)"
    }
    $made = Get-At $given.path
    if ($null -eq $made -or $made.LinkType -ne $kind) { Stop-Here "Error while linking: $($given.path) did not become a link" }
}
function Test-SameFile([string]$one, [string]$other) {
    $item = Get-At $one
    $second = Get-At $other
    if ($item.LinkType -ne 'HardLink' -or $second.LinkType -ne 'HardLink') { return $false }
    $names = @($item.Target | Where-Object { $_ })
    # newer PowerShells do not tell the other names
    if ($names.Count -gt 0) { return $names -contains $second.FullName }
    $item.Length -eq $second.Length -and $item.LastWriteTimeUtc -eq $second.LastWriteTimeUtc -and $item.CreationTimeUtc -eq $second.CreationTimeUtc
}
if ($given.time_fault) { Fail $given.time_fault }
foreach ($name in 'modification_time', 'access_time') {
    if (-not $given[$name]) { $given[$name] = $(if ($given.state -eq 'touch') { 'now' } else { 'preserve' }) }
}
$modified = Get-WantedTime 'modification_time' $given.modification_time_format $given.modification_time
$accessed = Get-WantedTime 'access_time' $given.access_time_format $given.access_time
$item = Get-At $given.path
$now = Get-Kind $item
if ($given.src -and $given.state -notin 'link', 'hard') { Stop-Here "src option requires state to be 'link' or 'hard'" }
if (-not $given.state) { $given.state = $(if ($now -ne 'absent') { $now } elseif ($given.recurse) { 'directory' } else { 'file' }) }
if ($given.recurse -and $given.state -ne 'directory') { Stop-Here "recurse option requires state to be 'directory'" }
if ($given.state -in 'touch', 'link', 'hard') { Say 'dest' $given.path } else { Say 'path' $given.path }
switch ($given.state) {
    'absent' {
        if ($now -ne 'absent' -and (Differs 'state' $now 'absent')) { Remove-Whole $item }
        Say 'state' 'absent'
        return
    }
    'file' {
        if ($now -ne 'file') {
            Say 'state' $now
            Fail "file ($($given.path)) is $now, cannot continue"
        }
        Set-Times
    }
    'directory' {
        if ($now -eq 'file') { Fail "$($given.path) already exists as a file" }
        if ($now -eq 'absent' -and (Differs 'state' 'absent' 'directory')) {
            try { $null = [System.IO.Directory]::CreateDirectory((ConvertTo-FullPath $given.path)) } catch {
                Fail "There was an issue creating $($given.path) as requested: $($_.Exception.GetBaseException().Message)"
            }
        }
        Set-Times
    }
    'touch' {
        if ($now -eq 'absent') {
            if (-not (Differs 'state' 'absent' 'touch')) { return }
            try { [System.IO.File]::Create((ConvertTo-FullPath $given.path)).Close() } catch {
                Fail "Error, could not touch target: $($_.Exception.GetBaseException().Message)"
            }
        } else { Say 'touched' $now }
        Set-Times
    }
    'link' { New-LinkAt 'SymbolicLink' }
    'hard' { New-LinkAt 'HardLink' }
}
Write-State

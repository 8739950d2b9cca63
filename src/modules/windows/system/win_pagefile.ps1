param([hashtable]$given)
$path = 'HKLM:\SYSTEM\CurrentControlSet\Control\Session Manager\Memory Management'
# As Windows notes them: `?:` are those that it looks after itself; without sizes, or with 0, it says how large they are.
function Read-Files {
    foreach ($line in @((Get-Item -LiteralPath $path).GetValue('PagingFiles'))) {
        if ($line -match '^\s*(.+?)(?:\s+(\d+))?(?:\s+(\d+))?\s*$') { @{ name = $matches[1]; initial = [int]$matches[2]; maximum = [int]$matches[3] } }
    }
}
function Write-Files($files) {
    $lines = @($files | ForEach-Object { if ($_.name -like '`?:*') { $_.name } else { "$($_.name) $($_.initial) $($_.maximum)" } })
    $null = New-ItemProperty -LiteralPath $path -Name PagingFiles -PropertyType MultiString -Value ([string[]]$lines) -Force
}
$own = '?:\pagefile.sys'
$files = @(Read-Files)
$isAutomatic = @($files | Where-Object { $_.name -like '`?:*' }).Count -gt 0
$before = $files
$wanted = "$($given.drive):\pagefile.sys"
if ($given.remove_all -and -not $isAutomatic) { $files = @() }
if ($null -ne $given.automatic -and $given.automatic -ne $isAutomatic) {
    # what Windows itself writes then
    $files = $(if ($given.automatic) { @(@{ name = $own; initial = 0; maximum = 0 }) } else { @(@{ name = "$env:SystemDrive\pagefile.sys"; initial = 0; maximum = 0 }) })
    $isAutomatic = $given.automatic
}
if ($given.state -eq 'absent') { $files = @($files | Where-Object { $_.name -ne $wanted }) }
elseif ($given.state -eq 'present') {
    if ($isAutomatic) { Fail 'Windows looks after the page files itself: say `automatic: false` too' }
    if ($given.test_path -and -not (Test-Path -LiteralPath "$($given.drive):\")) { Fail "Unable to access '$($given.drive):' drive" }
    $new = @{ name = $wanted; initial = $(if ($given.system_managed) { 0 } else { $given.initial_size }); maximum = $(if ($given.system_managed) { 0 } else { $given.maximum_size }) }
    $is = $files | Where-Object { $_.name -eq $wanted } | Select-Object -First 1
    if (-not $is) { $files = @($files) + @($new) }
    elseif ($given.override -and ($is.initial -ne $new.initial -or $is.maximum -ne $new.maximum)) { $files = @($files | ForEach-Object { if ($_.name -eq $wanted) { $new } else { $_ } }) }
}
function Format-Files($list) { @($list | ForEach-Object { "$($_.name) $($_.initial) $($_.maximum)" }) -join "`n" }
if ((Differs 'pagefiles' (Format-Files $before) (Format-Files $files))) { Write-Files $files }
if ($given.state -eq 'query') {
    SayJson 'automatic_managed_pagefiles' ([bool]$isAutomatic)
    SayJson 'pagefiles' @($files | Where-Object { $_.name -notlike '`?:*' -and (-not $given.drive -or $_.name -eq $wanted) } | ForEach-Object {
            $folder = [System.IO.Path]::GetDirectoryName($_.name)
            $file = [System.IO.Path]::GetFileName($_.name)
            @{ name = $_.name; initial_size = $_.initial; maximum_size = $_.maximum; caption = "$folder '$file'"; description = "'$file' @ $folder" }
        })
}

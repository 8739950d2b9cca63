param([hashtable]$given)
# A line of the file: its address, names and what follows #; nothing where it is no entry.
function Read-Entry([string]$line) {
    $end = $line.IndexOf('#')
    if ($end -lt 0) { $end = $line.Length }
    $words = @($line.Substring(0, $end) -split '\s+' | Where-Object { $_ })
    $address = $null
    if ($words.Count -lt 2 -or -not [ipaddress]::TryParse($words[0], [ref]$address)) { return }
    @{
        address = $address.IPAddressToString
        family = $address.AddressFamily
        name = $words[1]
        others = @($words | Select-Object -Skip 2)
        end = $end
    }
}
# A line without some of its names; nothing where none is left.
function Remove-Names([string]$line, $names) {
    foreach ($name in $names) {
        $end = (Read-Entry $line).end
        $found = (New-Object regex ('\s+' + [regex]::Escape($name) + '(?=\s|#|$)'), 'IgnoreCase').Match($line.Substring(0, $end))
        if (-not $found.Success) { continue }
        $line = $line.Remove($found.Index, $found.Length)
        if ($null -eq (Read-Entry $line)) { return }
    }
    $line
}
function Add-Names([string]$line, $names) {
    $end = (Read-Entry $line).end
    $more = ($names | ForEach-Object { " $_" }) -join ''
    if ($end -lt $line.Length) { $more += ' ' }
    $line.Substring(0, $end).TrimEnd() + $more + $line.Substring($end)
}
function Select-Absent($lines) {
    foreach ($line in $lines) {
        $is = Read-Entry $line
        $goes = $is -and (-not $address -or $is.address -eq $address.IPAddressToString) -and
            (-not $given.canonical_name -or $is.name -eq $given.canonical_name)
        if (-not $goes) { $line }
    }
}
# The names that a line of somebody else must not have.
function Get-Strangers {
    if ($given.action -eq 'remove') { return @($given.canonical_name) }
    @($given.aliases) + $given.canonical_name
}
function Select-Present($lines) {
    $keep = @()
    $there = $false
    $left = @(foreach ($line in $lines) {
            $is = Read-Entry $line
            if (-not $is) { $line; continue }
            if ($is.address -eq $address.IPAddressToString) {
                if ($is.name -ne $given.canonical_name) { Remove-Names $line (@($given.aliases) + $given.canonical_name); continue }
                $there = $true
                if ($given.action -eq 'set') { $line = Remove-Names $line @($is.others | Where-Object { $_ -notin $given.aliases }) }
                elseif ($given.action -eq 'remove') { $line = Remove-Names $line $given.aliases }
                $line
                continue
            }
            if ($is.family -ne $address.AddressFamily) { $line; continue }
            $isOurs = $is.name -eq $given.canonical_name
            if (-not $isOurs -and ($given.action -eq 'remove' -or $is.name -notin $given.aliases)) { Remove-Names $line (Get-Strangers); continue }
            # its entry at another address goes; other names of it stay with the new one
            if ($given.action -eq 'add' -or ($isOurs -and $given.action -eq 'remove')) {
                $keep += @($is.others | Where-Object { $_ -notin (@($given.aliases) + $keep + $given.canonical_name) })
            }
        })
    $wanted = $keep
    if ($given.action -ne 'remove') { $wanted = @($given.aliases) + $keep }
    if (-not $there) { return @($left) + (@($address.IPAddressToString, $given.canonical_name) + $wanted -join ' ') }
    foreach ($line in $left) {
        $is = Read-Entry $line
        if (-not $is -or $is.address -ne $address.IPAddressToString -or $is.name -ne $given.canonical_name) { $line; continue }
        $new = @($wanted | Where-Object { $_ -notin $is.others })
        if ($new.Count -gt 0) { Add-Names $line $new } else { $line }
    }
}
$address = $null
if ($given.ip_address -and -not [ipaddress]::TryParse($given.ip_address, [ref]$address)) {
    Fail "win_hosts: Argument ip_address needs to be a valid ip address, but was $($given.ip_address)"
}
$given.aliases = @($given.aliases | Where-Object { $_ })
$path = "$env:SystemRoot\System32\drivers\etc\hosts"
$was = @()
if (Test-Path -LiteralPath $path) { $was = [System.IO.File]::ReadAllLines($path, [System.Text.Encoding]::Default) }
$now = @($(if ($given.state -eq 'absent') { Select-Absent $was } else { Select-Present $was }))
$before = ($was -join "`n") + "`n"
$after = ($now -join "`n") + "`n"
if ($session.Diff) { SayJson 'diff' @{ before = $before; after = $after } }
if ($before -ceq $after) { return }
if (-not (Change)) { return }
$new = Get-TempPath
[System.IO.File]::WriteAllText($new, ($now -join "`r`n") + "`r`n", [System.Text.Encoding]::Default)
Move-IntoPlace $new $path

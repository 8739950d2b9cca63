param([hashtable]$given)
function Show-Names($sids) {
    @(foreach ($sid in $sids) {
            try { (New-Object System.Security.Principal.SecurityIdentifier $sid).Translate([System.Security.Principal.NTAccount]).Value } catch { $sid }
        })
}
$right = $given.name
$wanted = @($given.users | Where-Object { $_ } | ForEach-Object { Get-AccountSid $_ } | Select-Object -Unique)
$has = @(Get-RightHolders $right)
$add = @()
$drop = @()
if ($given.action -ne 'remove') { $add = @($wanted | Where-Object { $_ -notin $has }) }
if ($given.action -eq 'remove') { $drop = @($wanted | Where-Object { $_ -in $has }) }
elseif ($given.action -eq 'set') { $drop = @($has | Where-Object { $_ -notin $wanted }) }
$after = @($has | Where-Object { $_ -notin $drop }) + $add
SayJson 'added' @(Show-Names $add)
SayJson 'removed' @(Show-Names $drop)
if ($session.Diff) { SayJson 'diff' @{ before = @{ $right = @(Show-Names $has) }; after = @{ $right = @(Show-Names $after) } } }
if ($add.Count + $drop.Count -eq 0) { return }
if (-not (Change)) { return }
foreach ($sid in $add) { Set-AccountRight $sid $right $true }
foreach ($sid in $drop) { Set-AccountRight $sid $right $false }
$now = @(Get-RightHolders $right)
foreach ($sid in $add) { if ($sid -notin $now) { Fail "Failed to add account $(Show-Names $sid) to right ${right}: the host took it, and nothing changed" } }
foreach ($sid in $drop) { if ($sid -in $now) { Fail "Failed to remove account $(Show-Names $sid) from right ${right}: the host took it, and nothing changed" } }

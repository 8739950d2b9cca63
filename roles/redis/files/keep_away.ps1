# A folder for the system, administrators and the account of the services alone. What was set is read back.
param([string]$folder)
$ErrorActionPreference = 'Stop'
$may = 'S-1-5-18', 'S-1-5-32-544', 'S-1-5-19'
function Get-Others {
    $rules = (Get-Acl -LiteralPath $folder).GetAccessRules($true, $true, [System.Security.Principal.SecurityIdentifier])
    @($rules | Where-Object { $_.AccessControlType -eq 'Allow' -and [string]$_.IdentityReference -notin $may })
}
if (@(Get-Others).Count -eq 0) { exit 0 }
& icacls.exe $folder /inheritance:r /grant:r '*S-1-5-18:(OI)(CI)F' '*S-1-5-32-544:(OI)(CI)F' '*S-1-5-19:(OI)(CI)M' | Out-Null
if ($LASTEXITCODE -ne 0) { throw "icacls ends with $LASTEXITCODE" }
if (@(Get-Others).Count -gt 0) { throw "others can still read $folder" }
'changed'

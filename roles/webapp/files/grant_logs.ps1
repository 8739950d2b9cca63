# The account of the service may write in this folder. What was set is read back.
param([string]$folder)
$ErrorActionPreference = 'Stop'
function Test-Right {
    $rules = (Get-Acl -LiteralPath $folder).GetAccessRules($true, $true, [System.Security.Principal.SecurityIdentifier])
    $modify = [System.Security.AccessControl.FileSystemRights]::Modify
    @($rules | Where-Object { [string]$_.IdentityReference -eq 'S-1-5-19' -and ($_.FileSystemRights -band $modify) -eq $modify }).Count -gt 0
}
if (Test-Right) { exit 0 }
& icacls.exe $folder /grant '*S-1-5-19:(OI)(CI)M' | Out-Null
if ($LASTEXITCODE -ne 0) { throw "icacls ends with $LASTEXITCODE" }
if (-not (Test-Right)) { throw "the account of the service still cannot write in $folder" }
'changed'

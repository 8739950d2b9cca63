# A password of 48 digits, and Garnet's user with it.
param([string]$file, [string]$users)
$ErrorActionPreference = 'Stop'
$bytes = New-Object byte[] 24
$random = [System.Security.Cryptography.RandomNumberGenerator]::Create()
$random.GetBytes($bytes)
$password = [System.BitConverter]::ToString($bytes).Replace('-', '').ToLowerInvariant()
[System.IO.File]::WriteAllText($users, "user default on >$password ~* +@all`n")
[System.IO.File]::WriteAllText($file, $password)

param([hashtable]$given)
Write-Edited $given

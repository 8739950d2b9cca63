param([hashtable]$given)
if (Test-Guard $given) { Start-Shell $given }

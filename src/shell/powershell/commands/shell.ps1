param([hashtable]$given)
if (Test-Asked $given) { Start-Shell $given }

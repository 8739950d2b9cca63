param([hashtable]$given)
Start-Shell $given

param([hashtable]$given)
if ($given.data -eq 'crash') { Fail 'boom' }
Say 'ping' $given.data

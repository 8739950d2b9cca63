param([hashtable]$given)
$dest = $given.dest
if ($given.remote_src) { Copy-OnHost $given }
elseif ($null -ne $given.list) { Copy-Tree $given }
else { Copy-Single $given }

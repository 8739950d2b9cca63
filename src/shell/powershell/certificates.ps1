# Stores of certificates.
function Use-Store([string]$name, [string]$location, [bool]$writes, [scriptblock]$work) {
    if ($name -eq 'CertificateAuthority') { $name = 'CA' }
    $flags = [System.Security.Cryptography.X509Certificates.OpenFlags]$(if ($writes) { 'ReadWrite, OpenExistingOnly' } else { 'ReadOnly, OpenExistingOnly' })
    $store = New-Object System.Security.Cryptography.X509Certificates.X509Store $name, $location
    try { $store.Open($flags) } catch { Fail "unable to find store '$name' of ${location}: $($_.Exception.GetBaseException().Message)" }
    try { & $work $store } finally { $store.Close() }
}
function Find-Certificates($store, [string]$thumbprint) {
    $plain = $thumbprint -replace '[^0-9a-fA-F]', ''
    @($store.Certificates | Where-Object { $_.Thumbprint -eq $plain })
}

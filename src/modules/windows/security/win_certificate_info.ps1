param([hashtable]$given)
$epoch = New-Object datetime 1970, 1, 1, 0, 0, 0, ([System.DateTimeKind]::Utc)
function Format-Time([datetime]$time) { $time.ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ssK', [System.Globalization.CultureInfo]::InvariantCulture) }
function Show-Extension($one, $told) {
    if ($one -is [System.Security.Cryptography.X509Certificates.X509BasicConstraintsExtension]) {
        $told.is_ca = $one.CertificateAuthority
        $told.path_length_constraint = $one.PathLengthConstraint
    } elseif ($one -is [System.Security.Cryptography.X509Certificates.X509EnhancedKeyUsageExtension]) { $told.intended_purposes = @($one.EnhancedKeyUsages | ForEach-Object { $_.FriendlyName }) }
    elseif ($one -is [System.Security.Cryptography.X509Certificates.X509KeyUsageExtension]) { $told.key_usages = @($one.KeyUsages.ToString() -split ',\s*') }
    elseif ($one -is [System.Security.Cryptography.X509Certificates.X509SubjectKeyIdentifierExtension]) { $told.ski = $one.SubjectKeyIdentifier }
    elseif ($one.Oid.Value -eq '2.5.29.17') {
        foreach ($line in $one.Format($true) -split '[\r\n]+') {
            $name, $value = $line.Split('=', 2)
            if ($name.Trim() -eq 'DNS Name') { $told.dns_names += $value.Trim() }
        }
    }
    @{ critical = $one.Critical; field = $one.Oid.FriendlyName; value = $one.Format($false) }
}
function Show-Certificate($one) {
    $name = $one.GetNameInfo('SimpleName', $false)
    $told = @{
        friendly_name = $one.FriendlyName
        thumbprint = $one.Thumbprint
        subject = $one.Subject
        issuer = $one.Issuer
        valid_from = ($one.NotBefore.ToUniversalTime() - $epoch).TotalSeconds
        valid_from_iso8601 = Format-Time $one.NotBefore
        valid_to = ($one.NotAfter.ToUniversalTime() - $epoch).TotalSeconds
        valid_to_iso8601 = Format-Time $one.NotAfter
        serial_number = $one.SerialNumber
        archived = $one.Archived
        version = $one.Version
        has_private_key = $one.HasPrivateKey
        issued_by = $one.GetNameInfo('SimpleName', $true)
        issued_to = $name
        signature_algorithm = $one.SignatureAlgorithm.FriendlyName
        dns_names = @($name)
        raw = [Convert]::ToBase64String($one.GetRawCertData())
        public_key = [Convert]::ToBase64String($one.GetPublicKey())
    }
    $told.extensions = @(foreach ($part in $one.Extensions) { Show-Extension $part $told })
    $told
}
Use-Store $given.store_name $given.store_location $false {
    param($store)
    $found = @($(if ($null -ne $given.thumbprint) { Find-Certificates $store $given.thumbprint } else { $store.Certificates }))
    SayJson 'exists' ($found.Count -gt 0)
    SayJson 'certificates' @($found | Sort-Object -Property Thumbprint | ForEach-Object { Show-Certificate $_ })
}

param([hashtable]$given)
$certificate = 'System.Security.Cryptography.X509Certificates.X509Certificate2Collection'
function Read-File([string]$path) {
    if (-not (Test-Path -LiteralPath $path -PathType Leaf)) { Fail "File at '$path' either does not exist or is not a file" }
    $flags = 'PersistKeySet, ' + @{ default = 'DefaultKeySet'; machine = 'MachineKeySet'; user = 'UserKeySet' }[$given.key_storage]
    if ($given.key_exportable) { $flags += ', Exportable' }
    $all = New-Object $certificate
    try { $all.Import((ConvertTo-FullPath $path), $given.password, [System.Security.Cryptography.X509Certificates.X509KeyStorageFlags]$flags) } catch {
        Fail "Failed to load cert from file: $($_.Exception.GetBaseException().Message)"
    }
    @($all)
}
function Get-Bytes($one) {
    if ($given.file_type -eq 'pkcs12') { return , $one.Export([System.Security.Cryptography.X509Certificates.X509ContentType]::Pkcs12, $given.password) }
    $bytes = $one.Export([System.Security.Cryptography.X509Certificates.X509ContentType]::Cert)
    if ($given.file_type -eq 'der') { return , $bytes }
    $text = "-----BEGIN CERTIFICATE-----`r`n" + [Convert]::ToBase64String($bytes, [System.Base64FormattingOptions]::InsertLineBreaks) + "`r`n-----END CERTIFICATE-----"
    , [System.Text.Encoding]::ASCII.GetBytes($text)
}
# Is the file already what would be written? What is encrypted differs each time: its certificate counts.
function Test-Exported([string]$path, $wanted) {
    if (-not (Test-Path -LiteralPath $path)) { return $false }
    if ($given.file_type -ne 'pkcs12') { return [Convert]::ToBase64String([System.IO.File]::ReadAllBytes($path)) -ceq [Convert]::ToBase64String((Get-Bytes $wanted)) }
    $all = New-Object $certificate
    try { $all.Import($path, $given.password, [System.Security.Cryptography.X509Certificates.X509KeyStorageFlags]'DefaultKeySet') } catch { return $false }
    [System.Security.Cryptography.X509Certificates.X509Certificate2]::GetCertContentType($path) -in 'Pkcs12', 'Pfx' -and $all.Count -eq 1 -and $all[0].Thumbprint -eq $wanted.Thumbprint
}
function Export-One($store) {
    SayJson 'thumbprints' @($given.thumbprint)
    $path = ConvertTo-FullPath $given.path
    if (Test-Path -LiteralPath $path -PathType Container) { Fail "Cannot export cert to path '$($given.path)' as it is a directory" }
    $found = @(Find-Certificates $store $given.thumbprint)
    if ($found.Count -ne 1) { Fail "Found $($found.Count) certs when only expecting 1" }
    if (Test-Exported $path $found[0]) { return }
    if (-not (Differs 'exported' 'absent' $given.file_type)) { return }
    try { $bytes = Get-Bytes $found[0] } catch { Fail "Failed to export certificate as bytes: $($_.Exception.GetBaseException().Message)" }
    $new = Get-TempPath
    [System.IO.File]::WriteAllBytes($new, $bytes)
    Move-IntoPlace $new $path
}
function Add-All($store) {
    $all = @(Read-File $given.path)
    SayJson 'thumbprints' @($all | ForEach-Object { $_.Thumbprint })
    foreach ($one in $all) {
        $found = @(Find-Certificates $store $one.Thumbprint)
        # one that is there without its key is put there anew, with it
        if ($found.Count -gt 0 -and (-not $one.HasPrivateKey -or @($found | Where-Object { -not $_.HasPrivateKey }).Count -eq 0)) { continue }
        if (-not (Differs $one.Thumbprint 'absent' 'present')) { continue }
        try { $store.Add($one) } catch { Fail "Unable to import certificate with thumbprint '$($one.Thumbprint)': $($_.Exception.GetBaseException().Message)" }
        if (@(Find-Certificates $store $one.Thumbprint).Count -eq 0) { Fail "Unable to import certificate with thumbprint '$($one.Thumbprint)': it is not there afterwards" }
    }
}
function Remove-All($store) {
    $prints = @($(if ($given.path) { Read-File $given.path | ForEach-Object { $_.Thumbprint } } else { $given.thumbprint }))
    SayJson 'thumbprints' $prints
    foreach ($print in $prints) {
        foreach ($one in Find-Certificates $store $print) {
            if (-not (Differs $print 'present' 'absent')) { continue }
            try { $store.Remove($one) } catch { Fail "Unable to remove cert with thumbprint '$print': $($_.Exception.GetBaseException().Message)" }
        }
        if (-not $session.Check -and @(Find-Certificates $store $print).Count -gt 0) { Fail "Unable to remove cert with thumbprint '$print': it is still there" }
    }
}
$writes = $given.state -ne 'exported' -and -not $session.Check
Use-Store $given.store_name $given.store_location $writes {
    param($store)
    if ($given.state -eq 'exported') { Export-One $store } elseif ($given.state -eq 'absent') { Remove-All $store } else { Add-All $store }
}

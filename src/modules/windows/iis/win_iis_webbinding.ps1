param([hashtable]$given)
Import-Iis
$name = $given.name
$header = [string]$given.host_header
$information = "$($given.ip):$($given.port):$header"
$hash = [string]$given.certificate_hash
$store = [string]$given.certificate_store_name
if ($hash -and -not $store) { $store = 'my' }
function Find-Binding { Get-WebBinding -Name $name | Where-Object { $_.protocol -eq $given.protocol -and $_.bindingInformation -eq $information } | Select-Object -First 1 }
function Say-Binding([string]$what, $binding) {
    SayJson 'operation_type' $what
    SayJson 'binding_info' $(if ($binding) {
            $parts = @($binding.bindingInformation -split ':(?=[^:\]]*(?::[^:\]]*)?$)')
            @{
                bindingInformation = $binding.bindingInformation
                ip = $parts[0]
                port = [int]$parts[1]
                hostheader = $parts[2]
                protocol = $binding.protocol
                certificateStoreName = $binding.certificateStoreName
                certificateHash = $binding.certificateHash
                sslFlags = [int]$binding.sslFlags
            }
        })
}
function Add-Certificate {
    try { $null = (Find-Binding).AddSslCertificate($hash, $store) } catch { Fail "Failed to set new SSL certificate - $($_.Exception.Message)" }
}
function Update-Binding($binding) {
    $flags = [int]$binding.sslFlags -ne [int]$given.ssl_flags
    $certificate = [string]$binding.certificateHash -ne $hash -or [string]$binding.certificateStoreName -ne $store
    if (-not $flags -and -not $certificate) { return (Say-Binding 'matched' $binding) }
    if (Change) {
        if ($flags) { Set-WebBinding -Name $name -BindingInformation $information -PropertyName sslFlags -Value $given.ssl_flags }
        if ($certificate) { Add-Certificate }
    }
    Say-Binding 'updated' (Find-Binding)
}
function Add-Binding {
    if (Change) {
        try { $null = New-WebBinding -Name $name -Protocol $given.protocol -Port $given.port -IPAddress $given.ip -HostHeader $header -SslFlags ([int]$given.ssl_flags) -Force }
        catch { Fail "Failed at creating new binding (note: creating binding and adding ssl are separate steps) - $($_.Exception.Message)" }
        if ($hash) { Add-Certificate }
    }
    Say-Binding 'added' (Find-Binding)
}
if (-not (Find-Site $name)) { Fail "Unable to retrieve website with name $name. Make sure the website name is valid and exists." }
if ($hash -and $given.state -eq 'present' -and -not (Test-Path -LiteralPath "Cert:\LocalMachine\$store\$hash")) { Fail "Unable to locate certificate at cert:\LocalMachine\$store\$hash" }
$binding = Find-Binding
if ($given.state -eq 'absent') {
    if (-not $binding) { return }
    # by what it is: the command that removes bindings takes those of other sites too
    if (Change) { Remove-WebConfigurationProperty -PSPath $iisRoot -Filter "$(Get-SitePath $name)/bindings" -Name '.' -AtElement @{ protocol = $given.protocol; bindingInformation = $information } }
    return (Say-Binding 'removed' $binding)
}
if ($binding) { Update-Binding $binding } else { Add-Binding }
SayJson 'website_state' ([string](Find-Site $name).state)

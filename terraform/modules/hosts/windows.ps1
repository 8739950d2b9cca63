<powershell>
# Runs once, at the first boot: WinRM over HTTPS on 5986, and nothing else. The certificate is the host's own, so
# clients pin its fingerprint. Logins stay as Windows has them: NTLM and Kerberos, no Basic, nothing unencrypted.
$ErrorActionPreference = 'Stop'
$names = @($env:COMPUTERNAME, 'localhost')
$until = (Get-Date).AddYears(5)
$certificate = New-SelfSignedCertificate -DnsName $names -CertStoreLocation 'Cert:\LocalMachine\My' -NotAfter $until

Enable-PSRemoting -SkipNetworkProfileCheck -Force | Out-Null
Set-Service -Name 'WinRM' -StartupType 'Automatic'

# An image may have a listener whose certificate is of another host.
Get-ChildItem -Path 'WSMan:\localhost\Listener' |
    Where-Object { $_.Keys -contains 'Transport=HTTPS' } |
    Remove-Item -Recurse -Force
$listener = @{
    Path                  = 'WSMan:\localhost\Listener'
    Transport             = 'HTTPS'
    Address               = '*'
    CertificateThumbPrint = $certificate.Thumbprint
}
New-Item @listener -Force | Out-Null

# Who may connect is the security group's matter.
$rule = @{
    Name        = 'tera-winrm-https'
    DisplayName = 'WinRM over HTTPS'
    Direction   = 'Inbound'
    Action      = 'Allow'
    Protocol    = 'TCP'
    LocalPort   = 5986
    Profile     = 'Any'
}
if (-not (Get-NetFirewallRule -Name $rule.Name -ErrorAction 'SilentlyContinue')) {
    New-NetFirewallRule @rule | Out-Null
}
</powershell>

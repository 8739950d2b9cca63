param([hashtable]$given)
$name = $given.name
$actions = New-Object System.Collections.ArrayList
# Does the work, where it is not only asked what would be done, and notes the command.
function Invoke-Step([string]$shown, [scriptblock]$work) {
    $null = $actions.Add($shown)
    if (Change) { $null = & $work }
}
# Accounts as the server names them.
function Split-Accounts([string]$text) {
    $found = New-Object System.Collections.ArrayList
    foreach ($one in $text.Split(',')) {
        if (-not $one.Trim()) { continue }
        $account = Format-Account (Get-AccountSid $one.Trim())
        if (-not $found.Contains($account)) { $null = $found.Add($account) }
    }
    , $found
}
function Find-Share { Get-SmbShare -Name $name -ErrorAction SilentlyContinue | Select-Object -First 1 }
function Get-FolderPath {
    if (-not (Test-Path -LiteralPath $given.path)) { Fail "$($given.path) directory does not exist on the host" }
    (Get-Item -LiteralPath $given.path).FullName -replace '\\$', '' -replace ':$', ':\'
}
function Update-Setting($share, [string]$setting, $wish) {
    if ([string]$share.$setting -eq [string]$wish) { return }
    $options = @{ Name = $name; Force = $true; $setting = $wish }
    Invoke-Step "Set-SmbShare -Force -Name $name -$setting $wish" { Set-SmbShare @options }
}
function Remove-OtherRules($rules, $wishes) {
    foreach ($rule in $rules) {
        $account = $rule.AccountName
        if ([string]$rule.AccessControlType -eq 'Deny') {
            # what a share that nobody may use has
            if ($account -eq 'Everyone' -and $rules.Count -eq 1) { continue }
            if ($wishes.Deny -notcontains $account) { Invoke-Step "Unblock-SmbShareAccess -Force -Name $name -AccountName $account" { Unblock-SmbShareAccess -Force -Name $name -AccountName $account } }
        } elseif ($wishes[[string]$rule.AccessRight] -notcontains $account) {
            Invoke-Step "Revoke-SmbShareAccess -Force -Name $name -AccountName $account" { Revoke-SmbShareAccess -Force -Name $name -AccountName $account }
        }
    }
}
function Update-Rules {
    $wishes = @{ Full = Split-Accounts $given.full; Change = Split-Accounts $given.change; Read = Split-Accounts $given.read; Deny = Split-Accounts $given.deny }
    # who may do more, may do less too
    $wishes.Change = @($wishes.Change | Where-Object { $wishes.Full -notcontains $_ })
    $wishes.Read = @($wishes.Read | Where-Object { $wishes.Full -notcontains $_ -and $wishes.Change -notcontains $_ })
    $rules = @(Get-SmbShareAccess -Name $name)
    if ($given.rule_action -eq 'set') { Remove-OtherRules $rules $wishes }
    foreach ($right in 'Read', 'Change', 'Full') {
        $has = @($rules | Where-Object { [string]$_.AccessControlType -eq 'Allow' -and [string]$_.AccessRight -eq $right } | ForEach-Object { $_.AccountName })
        foreach ($account in $wishes[$right]) {
            if ($has -contains $account) { continue }
            Invoke-Step "Grant-SmbShareAccess -Force -Name $name -AccountName $account -AccessRight $right" { Grant-SmbShareAccess -Force -Name $name -AccountName $account -AccessRight $right }
        }
    }
    $denied = @($rules | Where-Object { [string]$_.AccessControlType -eq 'Deny' } | ForEach-Object { $_.AccountName })
    foreach ($account in $wishes.Deny) {
        if ($denied -contains $account) { continue }
        Invoke-Step "Block-SmbShareAccess -Force -Name $name -AccountName $account" { Block-SmbShareAccess -Force -Name $name -AccountName $account }
    }
}
function Update-Share {
    $folder = Get-FolderPath
    $share = Find-Share
    if (-not $share) {
        Invoke-Step "New-SmbShare -Name $name -Path $folder" { New-SmbShare -Name $name -Path $folder }
        # what it would have then, nobody knows
        if ($session.Check) { return }
        $share = Find-Share
    }
    if ($share.Path -ne $folder) {
        Invoke-Step "Remove-SmbShare -Force -Name $name" { Remove-SmbShare -Force -Name $name }
        Invoke-Step "New-SmbShare -Name $name -Path $folder" { New-SmbShare -Name $name -Path $folder }
        if (-not $session.Check) { $share = Find-Share }
    }
    Update-Setting $share 'Description' $given.description
    Update-Setting $share 'FolderEnumerationMode' $(if ($given.list) { 'Unrestricted' } else { 'AccessBased' })
    Update-Setting $share 'CachingMode' $given.caching_mode
    Update-Setting $share 'EncryptData' ([bool]$given.encrypt)
    if ($given.scope_name) { Update-Setting $share 'ScopeName' $given.scope_name }
    Update-Rules
}
if ($given.state -eq 'present') { Update-Share }
elseif (Find-Share) { Invoke-Step "Remove-SmbShare -Force -Name $name" { Remove-SmbShare -Force -Name $name } }
SayJson 'actions' @($actions)

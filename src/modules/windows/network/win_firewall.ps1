param([hashtable]$given)
function Format-Action([string]$action) { if ($action) { (Get-Culture).TextInfo.ToTitleCase($action).Replace('_', '') } }
$actions = [ordered]@{ DefaultInboundAction = Format-Action $given.inbound_action; DefaultOutboundAction = Format-Action $given.outbound_action }
$wish = $given.state -eq 'enabled'
foreach ($name in 'Domain', 'Private', 'Public') {
    $is = Get-NetFirewallProfile -Name $name
    $enabled = [string]$is.Enabled -eq 'True'
    $told = @{ enabled = $enabled; considered = $given.profiles -contains $name; currentstate = [int]$enabled }
    if ($told.considered) {
        $to = @{}
        if ($enabled -ne $wish) { $to.Enabled = [string]$wish }
        foreach ($one in $actions.Keys) {
            if ($wish -and $actions[$one] -and $actions[$one] -ne [string]$is.$one) { $to[$one] = $actions[$one] }
        }
        if ($to.Count -gt 0 -and (Change)) { Set-NetFirewallProfile -Name $name @to }
        $told.enabled = $wish
    }
    SayJson $name $told
}
SayJson 'profiles' @($given.profiles)
Say 'state' $given.state
SayJson 'restart_required' $false

param([hashtable]$given)
$wished = ConvertFrom-Sent (ConvertFrom-Json -InputObject $given.wished)
$path = '\' + $given.path.Trim('\')
$name = $given.name
$diff = New-Object System.Collections.ArrayList
function Add-Lines([string]$head, $lines) {
    if ($lines.Count -eq 0) { return }
    $null = $diff.Add("[$head]")
    foreach ($one in $lines) { $null = $diff.Add($one) }
    $null = $diff.Add("`n")
}
# --- what is wished of a trigger ---
# YAML takes such texts for times, and then they have a blank
function Format-Time([string]$text) { $text -replace '^(\d{4}-\d\d-\d\d) (?=\d)', '$1T' }
function Test-Duration([string]$option, $value) {
    try { $null = [System.Xml.XmlConvert]::ToTimeSpan($value) } catch { Fail "trigger option '$option' must be in the XML duration format but was '$value'" }
}
function Split-Words([string]$text, $known, [string]$what) {
    $words = @($text.Split(',') | ForEach-Object { $_.Trim().ToLowerInvariant() } | Where-Object { $_ })
    foreach ($one in $words) { if ($known -notcontains $one) { Fail "invalid $what '$one'" } }
    # as the scheduler keeps them
    , @($known | Where-Object { $words -contains $_ })
}
$lists = @{
    days_of_week = $taskDays, 'day of week', 'DaysOfWeek'
    months_of_year = $taskMonths, 'month name', 'Months'
    days_of_month = @(1..31 | ForEach-Object { [string]$_ }), 'day of month', 'DaysOfMonth'
    weeks_of_month = @('1', '2', '3', '4'), 'week of month', 'Weeks'
}
$needed = @{ daily = @('start_boundary'); event = @('subscription'); monthlydow = @('start_boundary'); monthly = @('days_of_month', 'start_boundary'); time = @('start_boundary'); weekly = @('days_of_week', 'start_boundary') }
function Read-Trigger($wish) {
    $kind = $wish.type
    $known = @($triggerCommon) + $triggerKinds[$kind][1]
    foreach ($one in $needed[$kind]) {
        if ($null -eq $wish[$one]) { Fail "mandatory key '$one' for trigger is not set, mandatory keys are '$($needed[$kind] -join "', '")'" }
    }
    $clean = [ordered]@{ type = $kind }
    foreach ($one in $known) {
        if ($null -eq $wish[$one]) { continue }
        $value = $wish[$one]
        if ($lists.ContainsKey($one)) { $value = (Split-Words $value $lists[$one][0] $lists[$one][1]) -join ',' }
        elseif ($one -in 'execution_time_limit', 'delay', 'random_delay') { Test-Duration $one $value }
        elseif ($one -eq 'repetition') { foreach ($part in 'duration', 'interval') { if ($null -ne $value[$part]) { Test-Duration $part $value[$part] } } }
        elseif ($one -eq 'state_change') { $value = ConvertTo-Pascal $value }
        elseif ($one -like '*_boundary') { $value = Format-Time $value }
        $clean[$one] = $value
    }
    foreach ($one in $wish.Keys) {
        if ($null -ne $wish[$one] -and $one -ne 'type' -and $known -notcontains $one) { Warn "key '$one' for trigger entry is not valid and will be ignored, valid keys are '$($known -join "', '")'" }
    }
    $clean
}
# --- how it is written ---
function Write-Trigger($triggers, $wish) {
    $element, $inner = $triggerKinds[$wish.type][0].Split('/')
    $node = $triggers.AppendChild($triggers.OwnerDocument.CreateElement($element, $taskSpace))
    if ($wish.repetition) {
        foreach ($part in 'interval', 'duration', 'stop_at_duration_end') {
            if ($null -ne $wish.repetition[$part]) { Set-TaskText $node "Repetition/$(ConvertTo-Pascal $part)" $wish.repetition[$part] }
        }
    }
    foreach ($one in 'start_boundary', 'end_boundary', 'execution_time_limit') { if ($null -ne $wish[$one]) { Set-TaskText $node $triggerPlaces[$one] $wish[$one] } }
    Set-TaskText $node 'Enabled' $(if ($null -ne $wish.enabled) { $wish.enabled } else { $true })
    foreach ($one in 'subscription', 'delay', 'random_delay', 'state_change', 'user_id') { if ($null -ne $wish[$one]) { Set-TaskText $node $triggerPlaces[$one] $wish[$one] } }
    if ($inner) { Write-Schedule (Add-TaskNode $node $inner) $wish }
}
function Write-Schedule($node, $wish) {
    if ($wish.type -eq 'daily') { Set-TaskText $node 'DaysInterval' $(if ($wish.days_interval) { $wish.days_interval } else { 1 }) }
    if ($wish.type -eq 'weekly') { Set-TaskText $node 'WeeksInterval' $(if ($wish.weeks_interval) { $wish.weeks_interval } else { 1 }) }
    foreach ($one in 'weeks_of_month', 'days_of_month') {
        $isLast = $(if ($one -eq 'weeks_of_month') { $wish.run_on_last_week_of_month } else { $wish.run_on_last_day_of_month })
        $numbers = @(([string]$wish[$one]).Split(',') | Where-Object { $_ }) + @(if ($isLast) { 'Last' })
        foreach ($number in $numbers) { Add-ListItem $node $lists[$one][2] $(if ($one -eq 'weeks_of_month') { 'Week' } else { 'Day' }) $number }
    }
    foreach ($one in 'days_of_week', 'months_of_year') {
        $words = @(([string]$wish[$one]).Split(',') | Where-Object { $_ })
        # every month, where none is named
        if ($one -eq 'months_of_year' -and $wish.type -like 'monthly*' -and $words.Count -eq 0) { $words = $taskMonths }
        foreach ($word in $words) { $null = Add-TaskNode $node "$($lists[$one][2])/$(ConvertTo-Pascal $word)" }
    }
}
function Add-ListItem($node, [string]$list, [string]$item, [string]$text) {
    $into = Add-TaskNode $node $list
    $into.AppendChild($into.OwnerDocument.CreateElement($item, $taskSpace)).InnerText = $text
}
function Write-Action($actions, $wish) {
    $node = $actions.AppendChild($actions.OwnerDocument.CreateElement('Exec', $taskSpace))
    Set-TaskText $node 'Command' $wish.path
    if ($null -ne $wish.arguments) { Set-TaskText $node 'Arguments' $wish.arguments }
    if ($null -ne $wish.working_directory) { Set-TaskText $node 'WorkingDirectory' $wish.working_directory }
}
# --- what differs ---
function Show-Pair([string]$label, $was, $wish) {
    if ($null -ne $was -and [string]$was -ne '') { "-$label=$was" }
    if ($null -ne $wish) { "+$label=$wish" }
}
# Lines of the options that differ between two of one kind; of a new one all that is given.
function Compare-Item([System.Collections.IDictionary]$was, [System.Collections.IDictionary]$wish, $options) {
    foreach ($one in $options) {
        $label = ConvertTo-Pascal $one
        if ($wish[$one] -is [System.Collections.IDictionary]) {
            foreach ($part in $wish[$one].Keys) {
                $is = $(if ($was -and $was[$one]) { $was[$one][$part] })
                if ($null -ne $wish[$one][$part] -and [string]$wish[$one][$part] -cne [string]$is) { Show-Pair "$label.$(ConvertTo-Pascal $part)" $is $wish[$one][$part] }
            }
        } elseif ($null -ne $wish[$one] -and (-not $was -or [string]$wish[$one] -cne [string]$was[$one])) { Show-Pair $label $(if ($was) { $was[$one] }) $wish[$one] }
    }
}
function Compare-Items([string]$what, $has, $wishes, [scriptblock]$optionsOf) {
    for ($at = 0; $at -lt $wishes.Count; $at++) {
        $wish = $wishes[$at]
        $options = & $optionsOf $wish
        if ($at -ge $has.Count) { "+$what[$at] = {`n  +Type=$($wish.type),`n  $(@(Compare-Item $null $wish $options) -join ",`n  ")`n+}" }
        elseif ($has[$at].type -ne $wish.type) { "$what[$at] = {`n  -Type=$($has[$at].type),`n  +Type=$($wish.type),`n  $(@(Compare-Item $null $wish $options) -join ",`n  ")`n}" }
        else {
            $lines = @(Compare-Item $has[$at] $wish $options)
            if ($lines.Count) { "$what[$at] = {`n  $($lines -join ",`n  ")`n}" }
        }
    }
    for ($at = $wishes.Count; $at -lt $has.Count; $at++) { "-$what[$at] = {`n  -Type=$($has[$at].type)`n-}" }
}
function Read-Actions($task) {
    $node = Find-TaskNode $task 'Actions'
    @(foreach ($one in $node.ChildNodes) {
            if ($one.LocalName -ne 'Exec') { @{ type = $one.LocalName }; continue }
            @{ type = 'TASK_ACTION_EXEC'; path = Get-TaskText $one 'Command'; arguments = Get-TaskText $one 'Arguments'; working_directory = Get-TaskText $one 'WorkingDirectory' }
        })
}
function Read-Triggers($task) {
    $node = Find-TaskNode $task 'Triggers'
    @(foreach ($one in $node.ChildNodes) {
            $kind = Get-TriggerKind $one
            $is = @{ type = $kind }
            if ($kind) { foreach ($option in @($triggerCommon) + $triggerKinds[$kind][1]) { $is[$option] = Get-TriggerValue $one $kind $option } } else { $is.type = $one.LocalName }
            $is
        })
}
function Update-Actions($task) {
    if ($null -eq $wished.actions) { return }
    $wishes = @($wished.actions | ForEach-Object { $_.type = 'TASK_ACTION_EXEC'; $_ })
    $lines = @(Compare-Items 'action' @(Read-Actions $task) $wishes { 'path', 'arguments', 'working_directory' })
    if ($lines.Count -eq 0) { return }
    Add-Lines 'Actions' $lines
    $node = Add-TaskNode $task 'Actions'
    foreach ($one in @($node.ChildNodes)) { $null = $node.RemoveChild($one) }
    foreach ($one in $wishes) { Write-Action $node $one }
}
function Update-Triggers($task) {
    if ($null -eq $wished.triggers) { return }
    $wishes = @($wished.triggers | ForEach-Object { Read-Trigger $_ })
    $lines = @(Compare-Items 'trigger' @(Read-Triggers $task) $wishes { param($wish) @($triggerCommon) + $triggerKinds[$wish.type][1] })
    if ($lines.Count -eq 0) { return }
    Add-Lines 'Triggers' $lines
    $node = Add-TaskNode $task 'Triggers'
    foreach ($one in @($node.ChildNodes)) { $null = $node.RemoveChild($one) }
    foreach ($one in $wishes) { Write-Trigger $node $one }
}
function Get-LogonType($principal) {
    if (Find-TaskNode $principal 'GroupId') { return 'group' }
    $user = Get-TaskText $principal 'UserId'
    if ($user -and $taskServiceAccounts -contains (Resolve-TaskAccount $user)) { return 'service_account' }
    $at = [array]::IndexOf($taskLogonNames, [string](Get-TaskText $principal 'LogonType'))
    $taskLogons[$at]
}
function Update-Principal($task) {
    $lines = New-Object System.Collections.ArrayList
    $node = Add-TaskNode $task 'Principals/Principal'
    if (-not $node.HasAttribute('id')) { $node.SetAttribute('id', 'Author') }
    $was = Get-LogonType $node
    foreach ($one in 'UserId', 'GroupId') {
        $wish = $given[$(if ($one -eq 'UserId') { 'username' } else { 'group' })]
        if (-not $wish) { continue }
        $other = $(if ($one -eq 'UserId') { 'GroupId' } else { 'UserId' })
        $sid = Resolve-TaskAccount $wish
        $is = Get-TaskText $node $one
        $there = Get-TaskText $node $other
        if (-not $there -and (Resolve-TaskAccount $is) -eq $sid) { continue }
        $line = "+$one=$(Format-Account $sid)"
        if ($there) { $line = "-$other=$(Format-Account (Resolve-TaskAccount $there))`n$line" } elseif ($is) { $line = "-$one=$(Format-Account (Resolve-TaskAccount $is))`n$line" }
        $null = $lines.Add($line)
        Remove-TaskNode $node $other
        Set-TaskText $node $one $sid
        # what it was for another one says nothing of this one
        if ($one -eq 'GroupId' -or $taskServiceAccounts -contains $sid) { Remove-TaskNode $node 'LogonType' }
    }
    if ($given.logon_type -and $given.logon_type -ne $was) {
        $from, $to = $was, $given.logon_type | ForEach-Object { 'TASK_LOGON_' + $taskLogonCodes[[array]::IndexOf($taskLogons, $_)] }
        $null = $lines.Add("-LogonType=$from`n+LogonType=$to")
        $written = $taskLogonNames[[array]::IndexOf($taskLogons, $given.logon_type)]
        if ($written) { Set-TaskText $node 'LogonType' $written } else { Remove-TaskNode $node 'LogonType' }
    }
    $level = $(if ((Get-TaskText $node 'RunLevel') -eq 'HighestAvailable') { 'highest' } else { 'limited' })
    if ($given.run_level -and $given.run_level -ne $level) {
        $names = @{ limited = 'TASK_RUNLEVEL_LUA'; highest = 'TASK_RUNLEVEL_HIGHEST' }
        $null = $lines.Add("-RunLevel=$($names[$level])`n+RunLevel=$($names[$given.run_level])")
        Set-TaskText $node 'RunLevel' $(if ($given.run_level -eq 'highest') { 'HighestAvailable' } else { 'LeastPrivilege' })
    }
    if ($null -ne $given.display_name -and $given.display_name -cne [string](Get-TaskText $node 'DisplayName')) {
        $null = $lines.Add("-DisplayName=$(Get-TaskText $node 'DisplayName')`n+DisplayName=$($given.display_name)")
        Set-TaskText $node 'DisplayName' $given.display_name
    }
    Add-Lines 'Principal' $lines
}
function Update-About($task) {
    $lines = New-Object System.Collections.ArrayList
    foreach ($one in 'author', 'date', 'description', 'source', 'version') {
        if ($null -eq $given[$one]) { continue }
        $place = ConvertTo-Pascal $one
        $is = Get-TaskText $task "RegistrationInfo/$place"
        $wish = $(if ($one -eq 'date') { Format-Time $given.date } else { $given[$one] })
        if ([string]$is -ceq $wish) { continue }
        $null = $lines.Add("-$place=$is`n+$place=$wish")
        Set-TaskText $task "RegistrationInfo/$place" $wish
    }
    Add-Lines 'Registration Info' $lines
}
function Update-Settings($task) {
    $lines = New-Object System.Collections.ArrayList
    $node = Add-TaskNode $task 'Settings'
    foreach ($one in $taskSettings.Keys) {
        $wish = $given[$one]
        $is = Get-TaskSetting $node $one
        if ($null -eq $wish -or [string]$wish -ceq [string]$is) { continue }
        $null = $lines.Add("-$(ConvertTo-Pascal $one)=$is`n+$(ConvertTo-Pascal $one)=$wish")
        if ($one -eq 'multiple_instances') { $wish = $taskPolicies[$wish] }
        Set-TaskText $node $taskSettings[$one][0] $wish
    }
    $is = [array]::IndexOf($taskVersions, $task.GetAttribute('version'))
    if ($null -ne $given.compatibility -and $given.compatibility -ne $is) {
        $null = $lines.Add("-Compatibility=$is`n+Compatibility=$($given.compatibility)")
        $task.SetAttribute('version', $taskVersions[$given.compatibility])
    }
    Add-Lines 'Settings' $lines
}
function New-Task {
    $task = New-Object System.Xml.XmlDocument
    $top = $task.AppendChild($task.CreateElement('Task', $taskSpace))
    $top.SetAttribute('version', '1.2')
    foreach ($one in 'RegistrationInfo', 'Triggers', 'Principals', 'Settings', 'Actions') { $null = Add-TaskNode $top $one }
    $principal = Add-TaskNode $top 'Principals/Principal'
    $principal.SetAttribute('id', 'Author')
    Set-TaskText $principal 'UserId' ([System.Security.Principal.WindowsIdentity]::GetCurrent().User.Value)
    Set-TaskText $principal 'LogonType' 'InteractiveToken'
    (Add-TaskNode $top 'Actions').SetAttribute('Context', 'Author')
    foreach ($one in $wished.actions) { Write-Action (Find-TaskNode $top 'Actions') $one }
    $task
}
function Save-Task($task) {
    $options = @{ TaskName = $name; TaskPath = Format-TaskFolder $path; Xml = $task.OuterXml; Force = $true }
    if ($given.password) {
        $options.User = $given.username
        $options.Password = $given.password
    }
    try { $null = Register-ScheduledTask @options } catch { Fail "failed to $(if ($isNew) { 'register new task definition' } else { 'modify scheduled task' }): $($_.Exception.Message)" }
}
# The folder goes with its last task.
function Remove-EmptyFolder {
    if ($path -eq '\' -or (Get-TasksOf $path).Count -gt 0) { return }
    try {
        $scheduler = New-Object -ComObject Schedule.Service
        $scheduler.Connect()
        $scheduler.GetFolder('\').DeleteFolder($path, 0)
    } catch { Warn "failed to delete empty task folder '$path' after task deletion: $($_.Exception.Message)" }
}
$registered = Get-TasksOf $path | Where-Object { $_.TaskName -eq $name } | Select-Object -First 1
$shownPath = $(if ($path -eq '\') { "\$name" } else { "$path\$name" })
if ($given.state -eq 'absent') {
    if (-not $registered) { return }
    if ($session.Diff) { SayJson 'diff' @{ prepared = "-[Task]`n-$shownPath`n" } }
    if (Change) {
        Unregister-ScheduledTask -TaskPath (Format-TaskFolder $path) -TaskName $name -Confirm:$false
        Remove-EmptyFolder
    }
    return
}
$isNew = -not $registered
if ($isNew -and @($wished.actions).Where({ $_ }).Count -eq 0) { Fail 'cannot create a task with no actions, set at least one action with a path to an executable' }
$task = $(if ($isNew) { New-Task } else { Read-Task $path $registered.TaskName })
$top = $task.DocumentElement
if (-not $isNew) { Update-Actions $top }
Update-Principal $top
Update-About $top
Update-Settings $top
Update-Triggers $top
$text = ($diff -join "`n").Trim()
if ($isNew) {
    $shown = @(for ($at = 0; $at -lt $wished.actions.Count; $at++) { "+action[$at] = {`n  +Type=TASK_ACTION_EXEC,`n  $(@(Compare-Item $null $wished.actions[$at] 'path', 'arguments', 'working_directory') -join ",`n  ")`n+}" })
    $text = ("+[Task]`n+$shownPath`n`n[Actions]`n$($shown -join "`n")`n`n" + $text).Trim()
}
if ($text -or ($given.password -and $given.update_password)) {
    if ($session.Diff) { SayJson 'diff' @{ prepared = $text } }
    if (Change) { Save-Task $task }
}

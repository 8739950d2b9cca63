param([hashtable]$given)
# one variable; what a process of its own would have set ends with the task: there it is only told
function Set-OneVariable([string]$name, $value, [string]$state) {
    $was = [Environment]::GetEnvironmentVariable($name, $given.level)
    if (-not $state) { $state = $(if ($value) { 'present' } else { 'absent' }) }
    $differs = $(if ($state -eq 'present') { $was -ne $value } else { $null -ne $was })
    if ($differs -and (Change) -and $given.level -ne 'process') {
        # a text that is empty would set it in newer .NETs
        if ($state -eq 'present') { [Environment]::SetEnvironmentVariable($name, $value, $given.level) }
        else { [Environment]::SetEnvironmentVariable($name, [NullString]::Value, $given.level) }
    }
    @{ changed = $differs; before = $was; after = [string]$value }
}
$values = @{}
$before = @{}
$after = @{}
$last = $null
function Show-Values {
    SayJson 'values' $values
    SayJson 'env_values' $values
    if ($session.Diff) { SayJson 'diff' @{ before = @{ $given.level = $before }; after = @{ $given.level = $after } } }
}
Show-Values
for ($at = 0; $at -lt $given.pairs.Count; $at += 2) {
    $name = $given.pairs[$at]
    $value = $given.pairs[$at + 1]
    if ($given.state -eq 'absent' -and $value) {
        Warn "When removing environment variable '$name' it should not have a value '$value' set"
    } elseif ($given.state -eq 'present' -and -not $value) {
        Fail 'When state=present, value must be defined and not an empty string, if you wish to remove the envvar, set state=absent'
    }
    $last = Set-OneVariable $name $value $given.state
    $values[$name] = $last
    if ($last.before) { $before[$name] = $last.before }
    if ($last.after) { $after[$name] = $last.after }
}
Show-Values
if ($last) {
    SayJson 'before_value' $last.before
    SayJson 'value' $last.after
}

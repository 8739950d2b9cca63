param([hashtable]$given)
# letters' size, quotes and a last backslash make no difference
function Find-Element($list, [string]$value) {
    $value = $value.Trim('"').Trim('\')
    for ($at = 0; $at -lt $list.Count; $at++) {
        if ($list[$at].Trim('"').Trim('\') -ieq $value) { return $at }
    }
    -1
}
# those that are missing come last, and all stand in the order in which they are given
function Add-Elements($list, $elements) {
    $last = -1
    foreach ($one in $elements) {
        $at = Find-Element $list $one
        if ($at -ge 0 -and $at -ge $last) {
            $last = $at
            continue
        }
        if ($at -ge 0) { $list.RemoveAt($at) }
        $null = $list.Add($one)
        $last = $list.Count - 1
    }
}
$top = [Microsoft.Win32.Registry]::LocalMachine
$path = 'System\CurrentControlSet\Control\Session Manager\Environment'
if ($given.scope -eq 'user') {
    $top = [Microsoft.Win32.Registry]::CurrentUser
    $path = 'Environment'
}
$key = $top.OpenSubKey($path, -not $session.Check)
try {
    $was = [string]$key.GetValue($given.name, '', 'DoNotExpandEnvironmentNames')
    $list = New-Object System.Collections.ArrayList
    # a quoted element may have semicolons in it
    foreach ($one in [regex]::Matches($was, '(\s*"[^"]+"\s*|[^;]+)(?:;|$)')) { $null = $list.Add($one.Groups[1].Value) }
    $before = $list.ToArray() -join ';'
    if ($given.state -eq 'present') { Add-Elements $list $given.elements }
    else {
        foreach ($one in $given.elements) {
            $at = Find-Element $list $one
            SayJson 'removed_idx' $at
            if ($at -ge 0) { $list.RemoveAt($at) }
        }
    }
    $now = $list.ToArray() -join ';'
    if ($now -cne $before -and (Change)) {
        $key.SetValue($given.name, $now, 'ExpandString')
        # removing one that is not there tells all programs that the environment has changed
        [Environment]::SetEnvironmentVariable('tera-none', [NullString]::Value, 'User')
    }
} finally { $key.Dispose() }
SayJson 'path_value' $now
if ($session.Diff) { SayJson 'diff' @{ before = $before; after = $now } }

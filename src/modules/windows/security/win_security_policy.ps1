param([hashtable]$given)
function Invoke-SecEdit([string]$words) {
    $log = Get-TempPath
    $told = & cmd.exe /c "SecEdit.exe $words /quiet /log `"$log`" 2>&1"
    $code = $LASTEXITCODE
    $text = ''
    if (Test-Path -LiteralPath $log) { $text = [string](Get-Content -LiteralPath $log -Raw) }
    @{ rc = $code; stdout = ($told -join "`n"); log = $text.Trim() }
}
function Stop-Failed($did, [string]$why) {
    SayJson 'rc' $did.rc
    Say 'stdout' $did.stdout
    Fail $why
}
# All settings: section -> name -> text.
function Read-Policy {
    $file = Get-TempPath
    [System.IO.File]::WriteAllText($file, '', [System.Text.Encoding]::Unicode)
    $did = Invoke-SecEdit "/export /cfg `"$file`""
    if ($did.rc -ne 0 -or (New-Object System.IO.FileInfo $file).Length -le 2) { Stop-Failed $did "Failed to export secedit.ini file to $file" }
    $all = @{}
    $part = $null
    foreach ($line in [System.IO.File]::ReadAllLines($file)) {
        if ($line -match '^\[(.+)\]') { $part = @{}; $all[$matches[1]] = $part }
        elseif ($null -ne $part -and $line -match '^(.+?)\s*=(.*)$') {
            $part[$matches[1].Trim()] = $matches[2].Trim() -replace '^"(.*)"$', '$1'
        }
    }
    $all
}
# Only the one setting is given to the host: all others stay as they are.
function Write-Setting([string]$section, [string]$key, [string]$value) {
    $file = Get-TempPath
    $lines = '[Unicode]', 'Unicode=yes', '[Version]', 'signature="$CHICAGO$"', 'Revision=1', "[$section]", "$key = $value"
    [System.IO.File]::WriteAllText($file, ($lines -join "`r`n") + "`r`n", [System.Text.Encoding]::Unicode)
    $did = Invoke-SecEdit "/configure /db `"$(Get-TempPath)`" /cfg `"$file`""
    Say 'import_log' $did.log
    if ($did.rc -ne 0) { Stop-Failed $did "Failed to import secedit.ini file from $file" }
}
$section = $given.section
$key = $given.key
$value = [string]$given.value
SayJson 'section' $section
SayJson 'key' $key
SayJson 'value' $given.value
if ($section -eq 'Privilege Rights') { Warn 'Using this module to edit rights and privileges is error-prone, use the ansible.windows.win_user_right module instead' }
$policy = Read-Policy
if (-not $policy.ContainsKey($section)) { Fail "The section '$section' does not exist in SecEdit.exe output ini" }
$has = $policy[$section].ContainsKey($key)
$was = [string]$policy[$section][$key]
if ($was -ceq $value) { return }
if ($session.Diff) { SayJson 'diff' @{ prepared = "[$section]`n" + $(if ($has) { "-$key = $was`n" }) + "+$key = $value`n" } }
if (-not (Change)) { return }
Write-Setting $section $key $value
# it says nothing of names and values that it does not know
$now = (Read-Policy)[$section]
if (-not $now.ContainsKey($key)) { if ($value) { Fail "The key '$key' in section '$section' is not a valid key, cannot set this value" } }
elseif ([string]$now[$key] -cne $value) { Fail "Failed to change the value for key '$key' in section '$section', the value is still $($now[$key])" }

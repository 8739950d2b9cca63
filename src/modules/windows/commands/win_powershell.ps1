param([hashtable]$given)
# What a script gives, as values that JSON has: of other objects their properties, so many levels deep.
function ConvertTo-Plain($value, [int]$depth) {
    if ($null -eq $value) { return $null }
    if ($value -is [enum] -and $depth -ge 0) { return @{ Type = $value.GetType().FullName; String = $value.ToString(); Value = [int]$value } }
    if ($value -is [datetime] -or $value -is [datetimeoffset]) { return $value.ToString('o') }
    if ($value -is [type]) {
        if ($depth -lt 0) { return $value.FullName }
        $base = $value.BaseType
        return @{
            Name = $value.Name
            FullName = $value.FullName
            AssemblyQualifiedName = $value.AssemblyQualifiedName
            BaseType = $(if ($base) { ConvertTo-Plain $base ($depth - 1) })
        }
    }
    if ($value -is [string]) { return $value.PSObject.BaseObject }
    if ($value -is [switch]) { return $value.IsPresent }
    if ($value -is [guid] -or $value -is [char]) { return [string]$value }
    if ($value -is [System.ValueType]) { return $value.PSObject.BaseObject }
    if ($depth -lt 0) { return [string]$value }
    if ($value -is [System.Collections.IList]) {
        $list = New-Object System.Collections.ArrayList
        foreach ($one in $value) { $null = $list.Add((ConvertTo-Plain $one ($depth - 1))) }
        return , $list.ToArray()
    }
    $table = [ordered]@{}
    $isTable = $value -is [System.Collections.IDictionary]
    foreach ($one in $value.PSObject.Properties) {
        if ($isTable -and $one.MemberType -notin 'AliasProperty', 'ScriptProperty', 'NoteProperty') { continue }
        # one that cannot be read is nothing
        try { $table[$one.Name] = ConvertTo-Plain $one.Value ($depth - 1) } catch { $table[$one.Name] = $null }
    }
    if (-not $isTable) { return $table }
    $entries = @($value.GetEnumerator())
    # .NET shuffles them anew in each process
    if ($value -is [hashtable]) { $entries = @($entries | Sort-Object -Property Key -CaseSensitive) }
    foreach ($one in $entries) { $table[[string]$one.Key] = ConvertTo-Plain $one.Value ($depth - 1) }
    $table
}
function Show-Exception($exception) {
    if (-not $exception) { return $null }
    @{
        message = $exception.Message
        type = $exception.GetType().FullName
        help_link = $exception.HelpLink
        source = $exception.Source
        hresult = $exception.HResult
        inner_exception = Show-Exception $exception.InnerException
    }
}
function Show-Error($record) {
    $category = $record.CategoryInfo
    $details = $null
    if ($record.ErrorDetails) { $details = @{ message = $record.ErrorDetails.Message; recommended_action = $record.ErrorDetails.RecommendedAction } }
    @{
        output = ($record | Out-String)
        error_details = $details
        exception = Show-Exception $record.Exception
        target_object = ConvertTo-Plain $record.TargetObject $given.depth
        category_info = @{
            category = [string]$category.Category
            category_id = [int]$category.Category
            activity = $category.Activity
            reason = $category.Reason
            target_name = $category.TargetName
            target_type = $category.TargetType
        }
        fully_qualified_error_id = $record.FullyQualifiedErrorId
        script_stack_trace = $record.ScriptStackTrace
        pipeline_iteration_info = @($record.PipelineIterationInfo)
    }
}
# Values come as a row of words: a letter for the kind, then the text or how many follow.
function Read-Value($words) {
    $word = $words.Dequeue()
    $rest = $word.Substring(1)
    if ($word[0] -eq 's') { return $rest }
    if ($word[0] -eq 'b') { return $rest -eq '1' }
    if ($word[0] -eq 'f') { return [double]::Parse($rest, [System.Globalization.CultureInfo]::InvariantCulture) }
    if ($word[0] -eq 'i') {
        $number = [decimal]$rest
        foreach ($type in [int], [long], [uint64]) {
            $fits = $number -as $type
            if ($null -ne $fits) { return $fits }
        }
        return $number
    }
    if ($word[0] -eq 'l') {
        $list = New-Object System.Collections.ArrayList
        for ($left = [int]$rest; $left -gt 0; $left--) { $null = $list.Add((Read-Value $words)) }
        return , $list.ToArray()
    }
    if ($word[0] -eq 'd') {
        $table = [ordered]@{}
        for ($left = [int]$rest; $left -gt 0; $left--) {
            $name = Read-Value $words
            $table[$name] = Read-Value $words
        }
        return $table
    }
}
function ConvertTo-Secure([string]$text) {
    $secure = New-Object System.Security.SecureString
    foreach ($letter in $text.ToCharArray()) { $secure.AppendChar($letter) }
    , $secure
}
function Get-Parameters {
    $words = New-Object System.Collections.Queue
    foreach ($one in $given.values) { $words.Enqueue($one) }
    $all = Read-Value $words
    for ($at = 0; $at -lt @($given.secrets).Count; $at += 4) {
        $name, $kind, $user, $text = $given.secrets[$at..($at + 3)]
        if ($kind -eq 'account') { $all[$name] = New-Object System.Management.Automation.PSCredential $user, (ConvertTo-Secure $text) }
        elseif ($kind -eq 'value') { $all[$name] = ConvertTo-Secure $text }
    }
    $all
}
# Does the script know of -WhatIf? One that this PowerShell cannot read is asked by its text.
function Test-ShouldProcess([string]$text) {
    $errors = $null
    $tree = [System.Management.Automation.Language.Parser]::ParseInput($text, [ref]$null, [ref]$errors)
    if ($errors) { return $text -match '\[CmdletBinding\(([\w=$]+,\s*)?SupportsShouldProcess(=\$true)?(,\s*[\w=$]+)?\)\]' }
    if (-not $tree.ParamBlock) { return $false }
    foreach ($attribute in $tree.ParamBlock.Attributes) {
        if ($attribute.TypeName.Name -ne 'CmdletBinding') { continue }
        foreach ($one in $attribute.NamedArguments) {
            if ($one.ArgumentName -eq 'SupportsShouldProcess' -and ($one.ExpressionOmitted -or $one.Argument.ToString() -eq '$true')) { return $true }
        }
    }
    $false
}
function Show-Streams($shell) {
    SayJson 'error' @($shell.Streams.Error | ForEach-Object { Show-Error $_ })
    foreach ($name in 'debug', 'verbose', 'warning') { SayJson $name @($shell.Streams.$name | ForEach-Object { $_.Message }) }
    SayJson 'information' @($shell.Streams.Information | ForEach-Object {
            @{
                message_data = ConvertTo-Plain $_.MessageData $given.depth
                source = $_.Source
                time_generated = $_.TimeGenerated.ToUniversalTime().ToString('o')
                tags = @($_.Tags)
            }
        })
}
# Variables of the task hold while the script runs, and no longer.
function Use-Environment([scriptblock]$work) {
    $before = [ordered]@{}
    foreach ($name in $session.Environment.Keys) {
        $before[$name] = [System.Environment]::GetEnvironmentVariable($name)
        [System.Environment]::SetEnvironmentVariable($name, $session.Environment[$name])
    }
    try { & $work } finally {
        foreach ($name in $before.Keys) {
            if ($null -eq $before[$name]) { [System.Environment]::SetEnvironmentVariable($name, [NullString]::Value) }
            else { [System.Environment]::SetEnvironmentVariable($name, $before[$name]) }
        }
    }
}
function Start-Script([string]$text, [bool]$knowsWhatIf, $ansible) {
    $space = [System.Management.Automation.Runspaces.RunspaceFactory]::CreateRunspace([System.Management.Automation.Runspaces.InitialSessionState]::CreateDefault2())
    $space.Open()
    $space.SessionStateProxy.SetVariable('Ansible', $ansible)
    $space.SessionStateProxy.SetVariable('ErrorActionPreference', [System.Management.Automation.ActionPreference]($given.error_action -replace '_', ''))
    $shell = [System.Management.Automation.PowerShell]::Create()
    $shell.Runspace = $space
    if ($given.chdir) { $null = $shell.AddCommand('Set-Location').AddParameter('LiteralPath', $given.chdir).AddStatement() }
    $null = $shell.AddScript($text)
    $parameters = Get-Parameters
    if ($knowsWhatIf) {
        $parameters.Confirm = $false
        $parameters.WhatIf = $session.Check
    }
    $null = $shell.AddParameters($parameters)
    , $shell
}
foreach ($name in 'output', 'error', 'warning', 'verbose', 'debug', 'information') { SayJson $name @() }
foreach ($name in 'host_out', 'host_err') { Say $name '' }
SayJson 'result' @{}
if ($given.creates -and (Test-Path -Path $given.creates)) { return (Say 'msg' "skipped, since $($given.creates) exists") }
if ($given.removes -and -not (Test-Path -Path $given.removes)) { return (Say 'msg' "skipped, since $($given.removes) does not exist") }
$text = $given.script
if ($given.host_path) {
    if (-not (Test-Path -LiteralPath $given.host_path)) { Fail "Could not find or access '$($given.host_path)' on Windows host" }
    $text = [System.IO.File]::ReadAllText((ConvertTo-FullPath $given.host_path))
}
$knowsWhatIf = Test-ShouldProcess $text
if ($session.Check -and -not $knowsWhatIf) {
    $null = Change
    return (Say 'msg' 'skipped, running in check mode')
}
$folder = Get-TempPath
$null = [System.IO.Directory]::CreateDirectory($folder)
$ansible = New-Object PSObject -Property @{
    CheckMode = $session.Check
    Verbosity = $given.verbosity
    Result = @{}
    Diff = @{}
    Changed = $true
    Failed = $false
    Tmpdir = $folder
}
$why = $null
$output = New-Object System.Collections.Generic.List[object]
$spoken = New-Object System.IO.StringWriter
$wrong = New-Object System.IO.StringWriter
$was = [Console]::Out, [Console]::Error
$shell = $null
try {
    $shell = Start-Script $text $knowsWhatIf $ansible
    [Console]::SetOut($spoken)
    [Console]::SetError($wrong)
    # what is written to the host comes as information
    $hears = { param($all, $told) $one = $all[$told.Index]; if ($one.Tags -contains 'PSHOST') { $spoken.Write([string]$one.MessageData + $(if (-not $one.MessageData.NoNewLine) { "`r`n" })) } }
    $shell.Streams.Information.add_DataAdded($hears)
    Use-Environment { $shell.Invoke(@(), $output) }
} catch {
    $failure = $_.Exception
    while ($failure -isnot [System.Management.Automation.RuntimeException] -and $failure.InnerException) { $failure = $failure.InnerException }
    if ($failure -is [System.Management.Automation.MethodInvocationException] -and $failure.InnerException) { $failure = $failure.InnerException }
    $why = $failure.Message
    $record = $_
    if ($failure.ErrorRecord) { $record = $failure.ErrorRecord }
    if ($shell) { $shell.Streams.Error.Add($record) }
} finally {
    [Console]::SetOut($was[0])
    [Console]::SetError($was[1])
}
if (-not $shell) { Fail $why }
$ended = $shell.Runspace.SessionStateProxy.GetVariable('Ansible')
Say 'host_out' $spoken.ToString()
Say 'host_err' $wrong.ToString()
SayJson 'result' (ConvertTo-Plain $ended.Result $given.depth)
SayJson 'output' (ConvertTo-Plain $output $given.depth)
Show-Streams $shell
if ($session.Diff -and $ended.Diff -is [System.Collections.IDictionary] -and $ended.Diff.Count -gt 0) { SayJson 'diff' (ConvertTo-Plain $ended.Diff ($given.depth + 1)) }
$shell.Runspace.Dispose()
$shell.Dispose()
[System.IO.Directory]::Delete($folder, $true)
if ($ended.Changed) { $null = Change }
if ($why) { Fail $why }
if ($ended.Failed) { Fail 'the script says that it failed ($Ansible.Failed)' }

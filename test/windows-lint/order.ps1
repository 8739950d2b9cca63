#Requires -Version 7.4
<#
.SYNOPSIS
Finds where the entries of an unordered table are gone through.

.DESCRIPTION
.NET shuffles the keys of a hashtable anew in each process: what is made of them one after the other differs from run to run.
Read with the genuine parser: .Keys, .Values and .GetEnumerator() of anything that is not known to have an order and is not
sorted at once, and ConvertTo-Json of such a table. One finding a line: file, tab, what is gone through.

Known to have an order: [ordered]@{}, a variable that is nothing else in its file (or, where the file does not set it, in all),
and one of the type OrderedDictionary.
#>
using namespace System.Management.Automation.Language
param([Parameter(Mandatory)] [string[]] $Path)
$ErrorActionPreference = 'Stop'

$ordered = 'ordered', 'System.Collections.Specialized.OrderedDictionary'

function Test-OrderedValue($Node) {
    while ($Node -is [CommandExpressionAst] -or ($Node -is [PipelineAst] -and $Node.PipelineElements.Count -eq 1) -or $Node -is [ParenExpressionAst]) {
        $Node = if ($Node -is [CommandExpressionAst]) { $Node.Expression } elseif ($Node -is [PipelineAst]) { $Node.PipelineElements[0] } else { $Node.Pipeline }
    }
    $Node -is [ConvertExpressionAst] -and $Node.Type.TypeName.FullName -in $ordered
}

# name -> is each of its values in order?
function Get-Variables($Tree) {
    $known = @{}
    foreach ($one in $Tree.FindAll({ param($n) $n -is [AssignmentStatementAst] -or $n -is [ParameterAst] -or $n -is [ForEachStatementAst] }, $true)) {
        $left = if ($one -is [AssignmentStatementAst]) { $one.Left } elseif ($one -is [ParameterAst]) { $one.Name } else { $one.Variable }
        $isTyped = $left -is [ConvertExpressionAst] -and $left.Type.TypeName.FullName -in $ordered
        if ($one -is [ParameterAst]) { $isTyped = $one.StaticType.FullName -in $ordered }
        if ($left -is [ConvertExpressionAst]) { $left = $left.Child }
        if ($left -isnot [VariableExpressionAst]) { continue }
        $name = $left.VariablePath.UserPath
        $is = $isTyped -or ($one -is [AssignmentStatementAst] -and (Test-OrderedValue $one.Right))
        $known[$name] = $is -and ($known[$name] -ne $false)
    }
    $known
}

# Is it the first of a pipe whose second sorts, or only asked whether something is in it?
function Test-Sorted($Node) {
    for ($up = $Node; $up -and $up -isnot [StatementBlockAst] -and $up -isnot [ScriptBlockAst]; $up = $up.Parent) {
        if ($up.Parent -is [BinaryExpressionAst] -and $up.Parent.Operator -match 'contains$|in$' -and $up.Parent.Operator -notmatch 'Join') { return $true }
        if ($up.Parent -is [MemberExpressionAst] -and $up.Parent.Expression -eq $up -and $up.Parent.Member.Extent.Text -eq 'Count') { return $true }
        if ($up -isnot [PipelineAst] -or $up.PipelineElements.Count -lt 2) { continue }
        $next = $up.PipelineElements[1]
        return $next -is [CommandAst] -and $next.GetCommandName() -eq 'Sort-Object' -and $Node.Extent.EndOffset -le $up.PipelineElements[0].Extent.EndOffset
    }
    $false
}

function Test-Ordered($Node, $Own, $All) {
    if (Test-OrderedValue $Node) { return $true }
    if ($Node -isnot [VariableExpressionAst]) { return $false }
    $name = $Node.VariablePath.UserPath
    if ($Own.ContainsKey($name)) { return $Own[$name] }
    [bool] $All[$name]
}

function Test-Json($Node) {
    $elements = $Node.CommandElements
    for ($at = 1; $at -lt $elements.Count; $at++) {
        if ($elements[$at] -isnot [CommandParameterAst] -or $elements[$at].ParameterName -ne 'InputObject') { continue }
        $value = $elements[$at + 1]
        return $value -is [StringConstantExpressionAst] -or $value -is [ExpandableStringExpressionAst] -or (Test-OrderedValue $value)
    }
    $false
}

function Format-Place([string] $File) { [IO.Path]::GetFileName([IO.Path]::GetDirectoryName($File)) + '/' + [IO.Path]::GetFileName($File) }

$Path = @($Path -split ',')
$trees = [ordered]@{}
foreach ($file in @($Path | ForEach-Object { Get-ChildItem -LiteralPath $_ -Recurse -File -Filter *.ps1 } | Sort-Object FullName)) {
    $tokens = $errors = $null
    $trees[$file.FullName] = [Parser]::ParseFile($file.FullName, [ref] $tokens, [ref] $errors)
}
$all = @{}
$own = @{}
foreach ($file in $trees.Keys) {
    $own[$file] = Get-Variables $trees[$file]
    foreach ($name in $own[$file].Keys) { $all[$name] = $own[$file][$name] -and ($all[$name] -ne $false) }
}
foreach ($file in $trees.Keys) {
    foreach ($node in $trees[$file].FindAll({ param($n) $n -is [MemberExpressionAst] -and -not $n.Static -and $n.Member.Extent.Text -in 'Keys', 'Values', 'GetEnumerator' }, $true)) {
        if ((Test-Ordered $node.Expression $own[$file] $all) -or (Test-Sorted $node)) { continue }
        "$(Format-Place $file)`t$($node.Expression.Extent.Text)"
    }
    foreach ($node in $trees[$file].FindAll({ param($n) $n -is [CommandAst] -and $n.GetCommandName() -eq 'ConvertTo-Json' }, $true)) {
        if (-not (Test-Json $node)) { "$(Format-Place $file)`t$($node.Extent.Text)" }
    }
}

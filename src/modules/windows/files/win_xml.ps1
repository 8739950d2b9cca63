param([hashtable]$given)
# A fragment as a part of the document: in its namespace.
function Copy-Node($from, $document) {
    $space = $document.DocumentElement.NamespaceURI
    $to = $document.CreateElement($from.Name, $space)
    foreach ($one in $from.Attributes) { if ($one.Name -ne 'xmlns') { $to.SetAttribute($one.Name, $one.Value) } }
    foreach ($one in $from.ChildNodes) {
        if ($one.NodeType -eq 'Element') { $null = $to.AppendChild((Copy-Node $one $document)) }
        elseif ($one.NodeType -in 'Text', 'CDATA') { $null = $to.AppendChild($document.CreateTextNode($one.Value)) }
    }
    , $to
}
function Get-Children($node) { , @($node.ChildNodes | Where-Object { $_.NodeType -notin 'Whitespace', 'SignificantWhitespace', 'Comment' }) }
function Test-SameNode($one, $other) {
    if ($one.NodeType -ne $other.NodeType -or $one.Name -cne $other.Name) { return $false }
    if ($one.NodeType -ne 'Element') { return $one.Value -ceq $other.Value }
    $own = @($one.Attributes | Where-Object { $_.Name -ne 'xmlns' })
    $its = @($other.Attributes | Where-Object { $_.Name -ne 'xmlns' })
    if ($own.Count -ne $its.Count) { return $false }
    foreach ($attribute in $own) {
        if (-not $other.HasAttribute($attribute.Name) -or $other.GetAttribute($attribute.Name) -cne $attribute.Value) { return $false }
    }
    $below = Get-Children $one
    $beside = Get-Children $other
    if ($below.Count -ne $beside.Count) { return $false }
    for ($at = 0; $at -lt $below.Count; $at++) { if (-not (Test-SameNode $below[$at] $beside[$at])) { return $false } }
    $true
}
function Add-Fragment($node, $document, $fragment) {
    if ($node.NodeType -eq 'Document') { $node = $node.DocumentElement }
    $new = Copy-Node $fragment.DocumentElement $document
    $there = $(if ($node.HasChildNodes) { @($node.ChildNodes) } else { @($node) })
    foreach ($one in $there) { if (Test-SameNode $new $one) { return $false } }
    $null = $node.AppendChild($new)
    $true
}
function Set-NodeAttribute($node) {
    $name = $given.attribute
    if ($node.NodeType -eq 'Attribute') {
        if ($node.Name -ne $name -or $node.Value -ceq $given.fragment) { return $false }
        $node.Value = $given.fragment
        return $true
    }
    if ($node.HasAttribute($name) -and $node.GetAttribute($name) -ceq $given.fragment) { return $false }
    $node.SetAttribute($name, $given.fragment)
    $true
}
function Remove-NodeAttribute($node) {
    $owner = $(if ($node.NodeType -eq 'Attribute') { $node.OwnerElement } else { $node })
    if ($null -eq $owner -or -not $owner.HasAttribute($given.attribute)) { return $false }
    $owner.RemoveAttribute($given.attribute)
    $true
}
function Read-Content($node) {
    if ($given.content -eq 'text') { return @{ $node.Name = $(if ($node.InnerText) { $node.InnerText }) } }
    $attributes = @{}
    foreach ($one in $node.Attributes) { $attributes[$one.Name] = $one.Value }
    @{ $node.Name = $attributes }
}
function Edit-Node($node, $document, $fragment) {
    if ($given.type -eq 'attribute') { return $(if ($given.state -eq 'absent') { Remove-NodeAttribute $node } else { Set-NodeAttribute $node }) }
    if ($given.type -eq 'text') {
        if ($node.InnerText -ceq $given.fragment) { return $false }
        $node.InnerText = [string]$given.fragment
        return $true
    }
    if ($given.state -eq 'present') { return Add-Fragment $node $document $fragment }
    $null = $node.ParentNode.RemoveChild($node)
    $true
}
if (-not (Test-Path -LiteralPath $given.path -PathType Leaf)) { Fail "Specified path $($given.path) does not exist or is not a file." }
$path = ConvertTo-FullPath $given.path
$document = New-Object System.Xml.XmlDocument
$document.XmlResolver = $null
$document.PreserveWhitespace = $given.preserve_whitespace
try { $document.Load($path) } catch { Fail "Failed to parse file at '$($given.path)' as an XML document: $($_.Exception.Message)" }
$was = $document.OuterXml
$names = New-Object System.Xml.XmlNamespaceManager $document.NameTable
$names.AddNamespace($document.DocumentElement.Prefix, $document.DocumentElement.NamespaceURI)
$nodes = @($document.SelectNodes($given.xpath, $names))
if ($given.count) {
    SayJson 'count' $nodes.Count
    if (-not $given.fragment -and -not $given.content) { return }
}
if ($nodes.Count -eq 0) {
    Say 'msg' 'The supplied xpath did not match any nodes.  If this is unexpected, check your xpath is valid for the xml file at supplied path.'
    return
}
if ($given.content) {
    Say 'msg' 'not changed'
    return (SayJson 'matches' @($nodes | ForEach-Object { Read-Content $_ }))
}
$fragment = $null
if ($given.type -eq 'element' -and $given.state -eq 'present') {
    try { $fragment = [xml]$given.fragment } catch { Fail "Failed to parse fragment as XML: $($_.Exception.Message)" }
    if ($null -eq $fragment.DocumentElement) { Fail 'Failed to parse fragment as XML: it has no element' }
}
$edited = $false
foreach ($node in $nodes) { if (Edit-Node $node $document $fragment) { $edited = $true } }
if (-not $edited) { return (Say 'msg' 'not changed') }
$told = $(if ($given.state -eq 'absent') { "$($given.type) removed" } else { "$($given.type) changed" })
if ($session.Diff) { SayJson 'diff' @{ before = $was + "`n"; after = $document.OuterXml + "`n" } }
# said at last: a failure has a message of its own
if (-not (Change)) { return (Say 'msg' $told) }
if ($given.backup) { Say 'backup_file' (Backup-Path $path) }
$new = Get-TempPath
$document.Save($new)
Move-IntoPlace $new $path
Say 'msg' $told

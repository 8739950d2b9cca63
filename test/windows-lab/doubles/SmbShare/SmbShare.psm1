# A double: the lab's Wine has none of these commands. Parameters are genuine, what they do is a small model.
$DoubleHandlers = @{}
. "$PSScriptRoot\parameters.ps1"
. "$PSScriptRoot\model.ps1"

param([hashtable]$given)
$facts = @{}
Add-SystemFacts $facts
Add-NameFacts $facts
Add-AddressFacts $facts
Add-TimeFacts $facts
if ($given.fact_path) { Add-OwnFacts $facts $given.fact_path }
SayJson 'facts' $facts

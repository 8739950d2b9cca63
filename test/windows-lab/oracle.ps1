# Runs Ansible's own modules, unchanged, one after the other in one PowerShell: what they answer is what ours are compared with.
# stdin: base64 of JSON {modules: {name: text}, utils: {name: text}, steps: [{look} | {module, args, check, diff}]}
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
[Console]::OutputEncoding = New-Object System.Text.UTF8Encoding $false
$ask = ConvertFrom-Json -AsHashtable -InputObject ([Text.Encoding]::UTF8.GetString([Convert]::FromBase64String([Console]::In.ReadLine())))
$known = @{}
function Import-Util([string]$name) {
    if ($known[$name]) { return }
    $known[$name] = $true
    $null = New-Module -Name $name -ScriptBlock ([ScriptBlock]::Create($ask.utils[$name])) | Import-Module -Global -Force -DisableNameChecking
}
function Import-Needs([string]$text) {
    foreach ($line in $text -split "`r?`n") {
        if ($line -match '^#AnsibleRequires\s+-CSharpUtil\s+(\S+)') {
            $name = $matches[1]
            if ($known[$name]) { continue }
            $known[$name] = $true
            Import-Util 'Ansible.ModuleUtils.AddType'
            foreach ($one in [regex]::Matches($ask.utils[$name], '(?m)^using (Ansible\.[\w.]+);')) { Import-Needs "#AnsibleRequires -CSharpUtil $($one.Groups[1].Value)" }
            Add-CSharpType -References $ask.utils[$name] -IgnoreWarnings
        } elseif ($line -match '^#(?:AnsibleRequires\s+-PowerShell|Requires\s+-Module)\s+(\S+)') {
            Import-Needs $ask.utils[$matches[1]]
            Import-Util $matches[1]
        }
    }
}
function Invoke-Module($step) {
    $text = $ask.modules[$step.module]
    Import-Needs $text
    $given = @{}
    foreach ($one in $step.args.Keys) { $given[$one] = $step.args[$one] }
    $given._ansible_check_mode = $step.check
    $given._ansible_diff = $step.diff
    $global:complex_args = $given
    $global:said = $null
    if ('Ansible.Basic.AnsibleModule' -as [type]) {
        [Ansible.Basic.AnsibleModule]::WriteLine = [Ansible.Basic.AnsibleModule+WriteLineHandler] { param($line) $global:said = $line }
        [Ansible.Basic.AnsibleModule]::Exit = [Ansible.Basic.AnsibleModule+ExitHandler] { param($rc) throw 'module-ended' }
    }
    # the older way: these end the process
    $old = "`nfunction Exit-Json(`$obj) { `$global:said = ConvertTo-Json `$obj -Compress -Depth 20; throw 'module-ended' }" +
        "`nfunction Fail-Json(`$obj, `$message) { if (`$obj -is [string]) { `$message = `$obj; `$obj = @{} }; `$obj.failed = `$true; `$obj.msg = `$message; Exit-Json `$obj }`n"
    if ($text -match 'Ansible\.ModuleUtils\.Legacy') { $text = $text -replace '(?m)^#Requires.*$', $old }
    try {
        $ErrorActionPreference = 'Stop'
        $null = & ([ScriptBlock]::Create($text))
    } catch {
        if (-not $global:said) { return @{ failed = $true; changed = $false; msg = "Unhandled exception while executing module: $($_.Exception.Message)" } }
    }
    ConvertFrom-Json -AsHashtable -InputObject $global:said
}
$answers = @(foreach ($step in $ask.steps) {
        if ($step.look) { (& { Invoke-Expression $step.look } | Out-String -Width 4000) } else { Invoke-Module $step }
    })
[Console]::Out.WriteLine((ConvertTo-Json -InputObject $answers -Compress -Depth 30))

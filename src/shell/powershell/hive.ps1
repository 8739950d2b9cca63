# A file of registry keys (NTUSER.DAT) below HKLM:\ANSIBLE, as playbooks for Ansible know it.
function Invoke-Reg([string]$words) {
    $told = & cmd.exe /c "reg.exe $words 2>&1"
    if ($LASTEXITCODE -ne 0) { return ($told -join ' ').Trim() }
}
function Mount-Hive([string]$path) {
    if (-not (Test-Path -LiteralPath $path)) { Fail "hive at path '$path' is not valid or accessible, cannot load hive" }
    if (Test-Path -LiteralPath 'HKLM:\ANSIBLE') {
        Warn 'hive already loaded at HKLM:\ANSIBLE, had to unload hive for win_regedit to continue'
        Dismount-Hive
    }
    $wrong = Invoke-Reg "load HKLM\ANSIBLE `"$path`""
    if ($wrong) { Fail "failed to load registry hive from '$path' to HKLM:\ANSIBLE: $wrong" }
}
function Dismount-Hive {
    # handles that are not closed yet would keep it
    [GC]::Collect()
    [GC]::WaitForPendingFinalizers()
    $wrong = Invoke-Reg 'unload HKLM\ANSIBLE'
    if ($wrong) { Fail "failed to unload registry hive HKLM:\ANSIBLE: $wrong" }
}

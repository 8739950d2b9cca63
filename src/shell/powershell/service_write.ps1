# What the service manager is to change. Texts are given to it as memory that is freed afterwards.
function Find-Code([hashtable]$names, [string]$name) {
    foreach ($one in $names.Keys | Sort-Object) { if ($names[$one] -eq $name) { return [uint32]$one } }
}
function New-PointedText($text, $all) {
    if ($null -eq $text) { return [IntPtr]::Zero }
    $at = [System.Runtime.InteropServices.Marshal]::StringToHGlobalUni([string]$text)
    $null = $all.Add($at)
    $at
}
# several texts, each with its end, and an end of them all
function Join-PointedTexts($texts) {
    if ($null -eq $texts) { return $null }
    (@($texts) | ForEach-Object { "$_`0" }) -join ''
}
function Use-Texts([scriptblock]$work) {
    $all = New-Object System.Collections.ArrayList
    try { & $work $all } finally {
        foreach ($one in $all) { [System.Runtime.InteropServices.Marshal]::FreeHGlobal($one) }
    }
}
function Set-ServiceConfig([string]$name, [hashtable]$to) {
    Use-Service $name 0x3 {
        param($api, $service)
        Use-Texts {
            param($all)
            $numbers = foreach ($one in 'type', 'start', 'error') { if ($null -eq $to[$one]) { [uint32]::MaxValue } else { [uint32]$to[$one] } }
            $texts = foreach ($one in 'path', 'group', 'after', 'account', 'password', 'display_name') {
                $text = $to[$one]
                if ($one -eq 'after') {
                    $text = Join-PointedTexts $text
                    if ($text -eq '') { $text = "`0" }
                }
                New-PointedText $text $all
            }
            $done = $api::ChangeServiceConfigW($service, $numbers[0], $numbers[1], $numbers[2], $texts[0], $texts[1], [IntPtr]::Zero, $texts[2], $texts[3], $texts[4], $texts[5])
            $code = [System.Runtime.InteropServices.Marshal]::GetLastWin32Error()
            if (-not $done) { Fail (Format-NativeError "cannot change the service '$name'" $code) }
        }
    }
}
# one of the further parts: what is written into the memory is the caller's affair
function Set-ServicePart([string]$name, [uint32]$level, [scriptblock]$write) {
    # starting is needed for the action that starts it again
    Use-Service $name 0x12 {
        param($api, $service)
        Use-Texts {
            param($all)
            Use-Memory 64 {
                param($at)
                for ($one = 0; $one -lt 64; $one += 8) { [System.Runtime.InteropServices.Marshal]::WriteInt64($at, $one, 0) }
                & $write $at $all
                $done = $api::ChangeServiceConfig2W($service, $level, $at)
                $code = [System.Runtime.InteropServices.Marshal]::GetLastWin32Error()
                if (-not $done) { Fail (Format-NativeError "cannot change the service '$name'" $code) }
            }
        }
    }
}
function Write-Long([IntPtr]$at, [int]$offset, [uint32]$value) {
    [System.Runtime.InteropServices.Marshal]::WriteInt32($at, $offset, [System.BitConverter]::ToInt32([System.BitConverter]::GetBytes($value), 0))
}
function Set-ServiceNumber([string]$name, [uint32]$level, [uint32]$value) {
    Set-ServicePart $name $level { param($at) Write-Long $at 0 $value }
}
function Set-ServiceText([string]$name, [uint32]$level, [string]$text) {
    Set-ServicePart $name $level {
        param($at, $all)
        [System.Runtime.InteropServices.Marshal]::WriteIntPtr($at, 0, (New-PointedText $text $all))
    }
}
# $to: the parts of it that change; null leaves a part as it is
function Set-FailureActions([string]$name, [hashtable]$to) {
    Set-ServicePart $name 2 {
        param($at, $all)
        $size = [IntPtr]::Size
        Write-Long $at 0 $to.failure_reset_period_sec
        [System.Runtime.InteropServices.Marshal]::WriteIntPtr($at, $size, (New-PointedText $to.failure_reboot_msg $all))
        [System.Runtime.InteropServices.Marshal]::WriteIntPtr($at, 2 * $size, (New-PointedText $to.failure_command $all))
        if ($null -eq $to.failure_actions) { return }
        $actions = @($to.failure_actions)
        $list = [System.Runtime.InteropServices.Marshal]::AllocHGlobal(8 * [Math]::Max(1, $actions.Count))
        $null = $all.Add($list)
        for ($one = 0; $one -lt $actions.Count; $one++) {
            Write-Long $list (8 * $one) (Find-Code $serviceActions $actions[$one].type)
            Write-Long $list (8 * $one + 4) $actions[$one].delay_ms
        }
        Write-Long $at (3 * $size) $actions.Count
        [System.Runtime.InteropServices.Marshal]::WriteIntPtr($at, 4 * $size, $list)
    }
}

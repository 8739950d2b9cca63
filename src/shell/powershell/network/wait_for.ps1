param([hashtable]$given)
$begun = [datetime]::UtcNow
function Get-Elapsed { ([datetime]::UtcNow - $begun).TotalSeconds }
function Test-Port {
    $client = New-Object System.Net.Sockets.TcpClient
    try {
        $wait = $client.BeginConnect($given.host, $given.port, $null, $null)
        if (-not $wait.AsyncWaitHandle.WaitOne($given.connect_timeout * 1000)) { return $false }
        $client.EndConnect($wait)
        if (-not $given.regex) { return $true }
        $client.ReceiveTimeout = $given.connect_timeout * 1000
        $reader = New-Object System.IO.StreamReader ($client.GetStream()), $utf8
        $text = New-Object System.Text.StringBuilder
        try { while (($one = $reader.Read()) -ge 0) {
                $null = $text.Append([char]$one)
                if ($text.ToString() -cmatch $given.regex) { return $true }
            } } catch { $null = $_ }
        return $false
    } catch { return $false } finally { $client.Close() }
}
function Test-Drained {
    $all = [System.Net.NetworkInformation.IPGlobalProperties]::GetIPGlobalProperties().GetActiveTcpConnections()
    foreach ($one in $all) {
        if ($one.LocalEndPoint.Port -ne $given.port) { continue }
        if ($given.address -and [string]$one.LocalEndPoint.Address -ne $given.address) { continue }
        if ($given.exclude_hosts -contains [string]$one.RemoteEndPoint.Address) { continue }
        return $false
    }
    $true
}
function Test-File {
    if (-not (Test-Path -LiteralPath $given.path)) { return $false }
    if (-not $given.regex) { return $true }
    if (Test-Path -LiteralPath $given.path -PathType Container) { return $false }
    $stream = New-Object System.IO.FileStream (ConvertTo-FullPath $given.path), 'Open', 'Read', 'ReadWrite, Delete'
    $reader = New-Object System.IO.StreamReader $stream, $utf8
    try { $text = $reader.ReadToEnd() } finally { $reader.Close() }
    $found = [regex]::Match($text, $given.regex, 'Multiline')
    if ($found.Success) { Say 'groups' $found.Value }
    $found.Success
}
function Test-Reached {
    if ($given.state -eq 'drained') { return Test-Drained }
    $isThere = $(if ($given.path) { Test-File } else { Test-Port })
    $isThere -eq ($given.state -in 'present', 'started')
}
Start-Sleep -Seconds $given.delay
if (-not $given.path -and -not $given.port) {
    Start-Sleep -Seconds $given.timeout
    SayJson 'elapsed' (Get-Elapsed)
    SayJson 'attempts' 0
    return
}
$attempts = 0
do {
    $attempts += 1
    if (Test-Reached) {
        SayJson 'elapsed' (Get-Elapsed)
        SayJson 'attempts' $attempts
        return
    }
    Start-Sleep -Seconds $given.sleep
} while ((Get-Elapsed) -lt $given.timeout)
SayJson 'elapsed' (Get-Elapsed)
SayJson 'attempts' $attempts
Fail $given.late

# Asks Garnet as a client does: with the password, and for PONG.
param([int]$port, [string]$file)
$ErrorActionPreference = 'Stop'
$password = [System.IO.File]::ReadAllText($file).Trim()
$client = New-Object System.Net.Sockets.TcpClient
$client.ReceiveTimeout = 5000
$client.Connect('127.0.0.1', $port)
try {
    $stream = $client.GetStream()
    $text = "*2`r`n`$4`r`nAUTH`r`n`$$($password.Length)`r`n$password`r`n*1`r`n`$4`r`nPING`r`n"
    $bytes = [System.Text.Encoding]::ASCII.GetBytes($text)
    $stream.Write($bytes, 0, $bytes.Length)
    $reader = New-Object System.IO.StreamReader $stream
    $answers = $reader.ReadLine(), $reader.ReadLine()
} finally { $client.Close() }
if ($answers[1] -ne '+PONG') {
    [Console]::Error.WriteLine("Garnet answers: $($answers -join ', ')")
    exit 1
}

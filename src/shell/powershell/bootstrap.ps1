# Started by -EncodedCommand: short, as cmd.exe takes 8191 characters. Everything else comes on stdin, as bytes.
$in = New-Object System.IO.BufferedStream ([Console]::OpenStandardInput()), 65536
function Read-Bytes([int]$count) {
    $bytes = New-Object byte[] $count
    $at = 0
    while ($at -lt $count) {
        $got = $in.Read($bytes, $at, $count - $at)
        if ($got -le 0) { exit 0 }
        $at += $got
    }
    , $bytes
}
function Read-Text([int]$count) { [System.Text.Encoding]::UTF8.GetString((Read-Bytes $count)) }
function Read-Words {
    $line = New-Object System.Text.StringBuilder
    while ($true) {
        $byte = $in.ReadByte()
        if ($byte -lt 0) { exit 0 }
        if ($byte -eq 10) { return , $line.ToString().Split(' ') }
        $null = $line.Append([char]$byte)
    }
}
$first = Read-Words
. ([ScriptBlock]::Create((Read-Text $first[0])))

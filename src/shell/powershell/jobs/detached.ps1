# A program that outlives the session: it leaves the job object that Windows ends with a remote shell, and holds none of the
# session's handles. Its input is what is given; what it prints, nobody reads.
function Get-ProcessApi {
    if (-not $session.ProcessApi) {
        $at = [IntPtr]
        $number = [uint32]
        $session.ProcessApi = New-Native 'TeraProcess' 'kernel32.dll' @{
            CreateProcessW = [bool], $at, ([System.Text.StringBuilder]), $at, $at, [bool], $number, $at, $at, ([byte[]]), ([byte[]])
            CreateFileW = $at, [string], $number, $number, $at, $number, $number, $at
            GetStdHandle = $at, [int]
            GetHandleInformation = [bool], $at, $number.MakeByRefType()
            SetHandleInformation = [bool], $at, $number, $number
            CloseHandle = [bool], $at
        }
    }
    $session.ProcessApi
}
# While the work goes on, the session's own handles are not handed to a child.
function Hide-OwnHandles([scriptblock]$work) {
    $api = Get-ProcessApi
    $shown = @(foreach ($one in -10, -11, -12) {
            $handle = $api::GetStdHandle($one)
            [uint32]$flags = 0
            if ($api::GetHandleInformation($handle, [ref]$flags) -and ($flags -band 1)) {
                $null = $api::SetHandleInformation($handle, 1, 0)
                $handle
            }
        })
    try { & $work $api } finally { foreach ($one in $shown) { $null = $api::SetHandleInformation($one, 1, 1) } }
}
# What a process begins with: its three streams.
function New-StartupInfo([IntPtr]$in, [IntPtr]$out) {
    $isWide = [IntPtr]::Size -eq 8
    $info = New-Object byte[] $(if ($isWide) { 104 } else { 68 })
    [System.BitConverter]::GetBytes($info.Length).CopyTo($info, 0)
    # its streams are those given
    [System.BitConverter]::GetBytes(0x100).CopyTo($info, $(if ($isWide) { 60 } else { 44 }))
    $place = $(if ($isWide) { 80 } else { 56 })
    foreach ($one in $in, $out, $out) {
        $bytes = $(if ($isWide) { [System.BitConverter]::GetBytes($one.ToInt64()) } else { [System.BitConverter]::GetBytes($one.ToInt32()) })
        $bytes.CopyTo($info, $place)
        $place += [IntPtr]::Size
    }
    , $info
}
function Start-Detached([string]$line, [byte[]]$bytes) {
    $pipe = New-Object System.IO.Pipes.AnonymousPipeServerStream 'Out', 'Inheritable'
    try {
        Hide-OwnHandles {
            param($api)
            $nothing = $api::CreateFileW('NUL', 3221225472, 3, [IntPtr]::Zero, 3, 0, [IntPtr]::Zero)
            $null = $api::SetHandleInformation($nothing, 1, 1)
            $info = New-StartupInfo $pipe.ClientSafePipeHandle.DangerousGetHandle() $nothing
            $about = New-Object byte[] 24
            $words = New-Object System.Text.StringBuilder $line, 32768
            # out of the shell's job object, without a window, and in a group of its own
            $done = $api::CreateProcessW([IntPtr]::Zero, $words, [IntPtr]::Zero, [IntPtr]::Zero, $true, 0x9000200, [IntPtr]::Zero, [IntPtr]::Zero, $info, $about)
            $code = [System.Runtime.InteropServices.Marshal]::GetLastWin32Error()
            $null = $api::CloseHandle($nothing)
            if (-not $done) { Fail (Format-NativeError 'cannot start a process that outlives this session' $code) }
            for ($one = 0; $one -lt 2; $one++) {
                $null = $api::CloseHandle([IntPtr]$(if ([IntPtr]::Size -eq 8) { [System.BitConverter]::ToInt64($about, 8 * $one) } else { [System.BitConverter]::ToInt32($about, 4 * $one) }))
            }
        }
        $pipe.DisposeLocalCopyOfClientHandle()
        $pipe.Write($bytes, 0, $bytes.Length)
        $pipe.Flush()
        $pipe.WaitForPipeDrain()
    } finally { $pipe.Dispose() }
}

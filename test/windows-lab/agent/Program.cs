using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

// Starts processes as a WinRM host does: a hidden console, three redirected pipes. One TCP connection each.
// In: a frame `C` with the command line, then `I` input, `E` end of input, `K` kill.
// Out: `1` stdout, `2` stderr, `X` the exit code as 4 bytes. A frame is its letter, 4 bytes of length, the bytes.
var listener = new TcpListener(IPAddress.Loopback, int.Parse(args[0]));
listener.Start();
while (true)
{
    var client = await listener.AcceptTcpClientAsync();
    _ = Task.Run(() => Serve(client));
}

static async Task Serve(TcpClient client)
{
    client.NoDelay = true;
    using var stream = client.GetStream();
    Process? process = null;
    try
    {
        var (kind, command) = await Read(stream);
        if (kind != 'C') return;
        process = Process.Start(new ProcessStartInfo("cmd.exe", "/c " + Encoding.UTF8.GetString(command))
        {
            CreateNoWindow = true,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var gate = new SemaphoreSlim(1);
        var output = Copy(process.StandardOutput.BaseStream, stream, '1', gate);
        var errors = Copy(process.StandardError.BaseStream, stream, '2', gate);
        _ = Task.Run(() => Listen(stream, process));
        await process.WaitForExitAsync();
        await Task.WhenAll(output, errors);
        await Write(stream, 'X', BitConverter.GetBytes(process.ExitCode), gate);
    }
    catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException)
    {
        Kill(process);
    }
    finally
    {
        client.Close();
    }
}

static async Task Listen(NetworkStream stream, Process process)
{
    try
    {
        var input = process.StandardInput.BaseStream;
        while (true)
        {
            var (kind, data) = await Read(stream);
            if (kind == 'K') { Kill(process); continue; }
            try
            {
                if (kind == 'E') input.Close();
                else { await input.WriteAsync(data); await input.FlushAsync(); }
            }
            catch (Exception error) when (error is IOException or ObjectDisposedException) { }
        }
    }
    catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException)
    {
        Kill(process);
    }
}

static void Kill(Process? process)
{
    try { process?.Kill(entireProcessTree: true); }
    catch (Exception error) when (error is InvalidOperationException or AggregateException or System.ComponentModel.Win32Exception) { }
}

static async Task Copy(Stream from, NetworkStream to, char kind, SemaphoreSlim gate)
{
    var buffer = new byte[65536];
    int count;
    while ((count = await from.ReadAsync(buffer)) > 0) await Write(to, kind, buffer.AsMemory(0, count), gate);
}

static async Task Write(NetworkStream to, char kind, ReadOnlyMemory<byte> data, SemaphoreSlim gate)
{
    var head = new byte[5];
    head[0] = (byte)kind;
    BitConverter.GetBytes(data.Length).CopyTo(head, 1);
    await gate.WaitAsync();
    try { await to.WriteAsync(head); await to.WriteAsync(data); }
    finally { gate.Release(); }
}

static async Task<(char, byte[])> Read(NetworkStream from)
{
    var head = new byte[5];
    await from.ReadExactlyAsync(head);
    var data = new byte[BitConverter.ToInt32(head, 1)];
    await from.ReadExactlyAsync(data);
    return ((char)head[0], data);
}

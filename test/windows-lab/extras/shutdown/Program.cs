using System.Diagnostics;
using System.Runtime.InteropServices;

// Wine's own shutdown.exe says 0 and does nothing. This one restarts the lab's host: every process ends, and start.sh
// starts the prefix again. What it does not know it refuses.
const string Mark = @"C:\windows\temp\rebooting";
if (args is ["--now", var after])
{
    Thread.Sleep(int.Parse(after) * 1000);
    File.WriteAllText(Mark, "");
    // shut down: a restart of Wine's own would not end its server
    Native.ExitWindowsEx(5, 0);
    return 0;
}
var seconds = "30";
var isRestart = false;
for (var at = 0; at < args.Length; at++)
{
    switch (args[at].ToLowerInvariant())
    {
        case "/r": isRestart = true; break;
        case "/f": break;
        case "/t": seconds = args[++at]; break;
        case "/c": at++; break;
        default: Console.Error.WriteLine($"the lab's shutdown knows no {args[at]}"); return 87;
    }
}
if (!isRestart)
{
    Console.Error.WriteLine("the lab's host can only be restarted");
    return 87;
}
// by the shell, so that it holds none of our pipes open
Process.Start(new ProcessStartInfo(Environment.ProcessPath!, $"--now {seconds}") { UseShellExecute = true });
return 0;

static class Native
{
    [DllImport("user32.dll")]
    public static extern bool ExitWindowsEx(uint flags, uint reason);
}

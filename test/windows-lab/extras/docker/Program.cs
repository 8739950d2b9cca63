using System.Diagnostics;
using System.ServiceProcess;

// A double of Docker's programs: there are no containers below Wine. `dockerd` registers itself as a service and runs as one,
// `docker version` answers while it runs. Whatever else they are asked for they refuse.
switch (args)
{
    case ["--register-service", "--service-name", var name]:
        var path = $"\\\"{Environment.ProcessPath}\\\" --run-service --service-name {name}";
        var made = Process.Start(new ProcessStartInfo("sc.exe", $"create {name} binPath= \"{path}\" start= auto") { UseShellExecute = false })!;
        made.WaitForExit();
        return made.ExitCode;
    case ["--run-service", "--service-name", var name]:
        ServiceBase.Run(new Engine { ServiceName = name });
        return 0;
    case ["version"]:
        using (var service = new ServiceController("docker"))
            if (service.Status == ServiceControllerStatus.Running) return 0;
        Console.Error.WriteLine("the double of the engine does not run");
        return 1;
    default:
        Console.Error.WriteLine($"the double of Docker knows no {string.Join(' ', args)}");
        return 125;
}

class Engine : ServiceBase;

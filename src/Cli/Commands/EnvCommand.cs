using System.CommandLine;

namespace Verditer.Cli;

/// <summary><c>verditer env</c>: prints what points a shell's az, kubectl and SDKs at Verditer.</summary>
internal static class EnvCommand
{
    public static Command Create(Terminal terminal)
    {
        var shell = CommonOptions.Choice("--shell", "The shell to print for", "sh", "fish", "powershell", "json");
        var credentials = new Option<bool>("--with-credentials") { Description = "Also the bootstrap principal, for SDKs that read AZURE_CLIENT_SECRET" };
        var command = new Command("env", "Print the environment: eval \"$(verditer env)\"") { shell, credentials };
        command.SetAction(parsed =>
        {
            var paths = parsed.Paths();
            var running = RunningServer.Require(paths);
            var variables = VerditerEnvironment.For(paths, running.Port);
            if (parsed.GetValue(credentials))
            {
                variables = [.. variables, .. VerditerEnvironment.Credentials(paths)];
            }

            terminal.Line(ShellQuoting.Write(parsed.WantsJson() ? "json" : parsed.GetValue(shell)!, variables));
            return 0;
        });
        return command;
    }
}

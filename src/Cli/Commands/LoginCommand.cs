using System.CommandLine;
using System.Text;
using Verditer.Host;

namespace Verditer.Cli;

/// <summary><c>verditer login</c>: signs az in as the bootstrap principal: in Verditer's own folder, or in the shell's where that is registered with this Verditer. The secret goes to az in a file that only this user can read.</summary>
internal static class LoginCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("login", "Sign az in as the bootstrap principal (in the folder of verditer env, or in the shell's own where Verditer is its registered cloud)");
        command.SetAction(async (parsed, _) =>
        {
            var paths = parsed.Paths();
            var port = RunningServer.Require(paths).Port;
            var usual = VerditerEnvironment.For(paths, port);
            var variables = RegisteredCloud.FolderOfThisShell(port) is { } folder ? RegisteredCloud.Variables(folder, usual) : usual;
            var principal = BootstrapCredentials.Require(paths);
            var file = Path.Combine(paths.AzureFolder, $"login.{Environment.ProcessId}");
            try
            {
                System.IO.Directory.CreateDirectory(paths.AzureFolder);
                PrivateFile.Write(file, Encoding.UTF8.GetBytes(principal.Secret!));
                return await ChildProcess.RunAsync(
                    ["az", "login", "--service-principal", "--username", principal.ClientId, "--tenant", principal.TenantId,
                     "--password", $"@{file}", "--output", parsed.WantsJson() ? "json" : "table"], variables);
            }
            finally
            {
                File.Delete(file);
            }
        });
        return command;
    }
}

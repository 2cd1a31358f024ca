using System.CommandLine;
using Verditer.Core;

namespace Verditer.Cli;

/// <summary><c>verditer run -- COMMAND</c>: runs one command in the environment of <c>verditer env</c>, as the host or as a node.</summary>
internal static class RunCommand
{
    public static Command Create(Terminal terminal)
    {
        var node = new Option<string?>("--as-node")
        {
            Description = "Give the command this node's managed identities; a virtual machine or an instance of a scale set by its resource id", HelpName = "NODE",
        };
        var protocol = CommonOptions.Choice("--protocol", "How the command finds them", [.. IdentityProtocol.All.Select(p => p.Name)]);
        var words = new Argument<string[]>("command") { Description = "The command and its arguments, after --", Arity = ArgumentArity.OneOrMore };
        var command = new Command("run", "Run one command against Verditer") { node, protocol, words };
        command.SetAction(async (parsed, stop) =>
        {
            var paths = parsed.Paths();
            var port = RunningServer.Require(paths).Port;
            var variables = VerditerEnvironment.For(paths, port);
            if (parsed.GetValue(node) is not { } name)
            {
                return await ChildProcess.RunAsync(parsed.GetValue(words)!, variables);
            }

            using var client = new AdminClient(paths);
            var answer = await client.GetAsync($"nodes/socket?node={Uri.EscapeDataString(name)}", stop);
            await using var forwarder = NodeForwarder.Start(answer.Text("socket")!, port, Protocol(parsed.GetValue(protocol)), answer.Text("identityHeader")!);
            var signIns = VerditerEnvironment.AzureFolderOf(paths, name);
            return await ChildProcess.RunAsync(parsed.GetValue(words)!, [.. variables, .. forwarder.Variables, new("AZURE_CONFIG_DIR", signIns)]);
        });
        return command;
    }

    private static IdentityProtocol Protocol(string? name) => IdentityProtocol.All.FirstOrDefault(p => p.Name == name) ?? IdentityProtocol.Imds;
}

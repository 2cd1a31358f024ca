using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Host;

namespace Verditer.Cli;

/// <summary><c>verditer status</c>. Exit code 3 when it is not running, as service managers have it.</summary>
internal static class StatusCommand
{
    private const int NotRunning = 3;

    public static Command Create(Terminal terminal)
    {
        var command = new Command("status", "Show whether Verditer runs, and what is in it");
        command.SetAction((parsed, stop) => ShowAsync(terminal, parsed, stop));
        return command;
    }

    private static async Task<int> ShowAsync(Terminal terminal, ParseResult parsed, CancellationToken stop)
    {
        var paths = parsed.Paths();
        if (RuntimeFile.Read(paths) is null)
        {
            if (parsed.WantsJson())
            {
                terminal.Json(new JsonObject { ["running"] = false, ["stateFolder"] = paths.Root });
            }
            else
            {
                terminal.Line($"Verditer is not running on '{paths.Root}'. To start it: verditer up");
            }

            return NotRunning;
        }

        using var client = new AdminClient(paths);
        var status = await client.GetAsync("status", stop);
        if (parsed.WantsJson())
        {
            terminal.Json(status);
        }
        else
        {
            Write(terminal, status);
        }

        return 0;
    }

    private static void Write(Terminal terminal, JsonObject status)
    {
        var uptime = TimeSpan.FromSeconds((double?)status["uptimeSeconds"] ?? 0);
        var offset = TimeSpan.FromSeconds((double?)status.At("clock", "offsetSeconds") ?? 0);
        var memory = ((double?)status["memoryBytes"] ?? 0) / (1 << 20);
        terminal.Line(string.Create(CultureInfo.InvariantCulture, $"Verditer        {status.Text("version")}, running for {Durations.Describe(uptime)}, process {status["pid"]}, {memory:0} MB"));
        terminal.Line($"Address         https://localhost:{status["port"]}");
        terminal.Line($"State           {status.Text("stateFolder")}");
        terminal.Line($"Engine          {status.Text("engine")}: {status.Text("engineReason")}");
        terminal.Line($"Clock           {status.Text("clock", "now")}, offset {Durations.Describe(offset)}");
        foreach (var subscription in status["subscriptions"]?.AsArray() ?? [])
        {
            terminal.Line($"Subscription    {SubscriptionCommand.Describe(subscription)}");
        }

        foreach (var cluster in status["clusters"]?.AsArray() ?? [])
        {
            terminal.Line($"Cluster         {cluster.Text("name")}  {cluster.Text("provisioningState")}, {cluster.Text("powerState")}, Kubernetes {cluster.Text("kubernetesVersion")}, {cluster.Text("identity")}  {cluster.Text("id")}");
        }
    }
}

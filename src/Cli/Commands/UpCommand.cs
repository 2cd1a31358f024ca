using System.CommandLine;
using System.Net;
using System.Runtime.InteropServices;
using Verditer.Host;
using Verditer.ResourceManager;

namespace Verditer.Cli;

/// <summary><c>verditer up</c>: runs Verditer here until Ctrl-C, or (<c>--detach</c>) on its own.</summary>
internal static class UpCommand
{
    private static readonly Option<bool> Detach = new("--detach", "-d") { Description = "Run in the background and return when it answers" };
    private static readonly Option<bool> Detached = new("--detached") { Hidden = true };
    private static readonly Option<int> Port = new("--port", "-p") { Description = "The port; 0 takes a free one", DefaultValueFactory = _ => VerditerOptions.DefaultPort };
    private static readonly Option<string> Rules = CommonOptions.Choice("--rules", "The rules of the first subscription", "preview", "ga");
    private static readonly Option<string> Engine = CommonOptions.Choice("--engine", "What clusters run on", [.. EngineChoice.Names]);
    private static readonly Option<string?> Listen = new("--listen") { Description = "Another address than loopback to listen on", HelpName = "ADDRESS" };
    private static readonly Option<bool> Exposed = new("--i-know-others-can-reach-it") { Description = "Needed with --listen: whoever holds a secret of this directory can sign in from there" };
    private static readonly Option<string[]> AllowHost = new("--allow-host") { Description = "A host outside Azure that the proxy may tunnel to, such as pypi.org or *.example.com", HelpName = "PATTERN", DefaultValueFactory = _ => [] };
    private static readonly Option<bool> Verbose = new("--verbose", "-v") { Description = "Log what happens inside" };

    public static Command Create(Terminal terminal)
    {
        var command = new Command("up", "Start Verditer") { Detach, Detached, Port, Rules, Engine, Listen, Exposed, AllowHost, Verbose };
        command.SetAction((parsed, _) => parsed.GetValue(Detach) ? DetachedStart.RunAsync(terminal, parsed) : ServeAsync(terminal, parsed));
        return command;
    }

    private static async Task<int> ServeAsync(Terminal terminal, ParseResult parsed)
    {
        if (parsed.GetValue(Detached))
        {
            Signals.LeaveTerminal();
        }

        var stopped = new TaskCompletionSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        await using var host = await VerditerHost.StartAsync(Options(terminal, parsed));
        using var asked = host.Stopping.Register(() => stopped.TrySetResult());
        if (!parsed.GetValue(Detached))
        {
            UpMessage.Write(terminal, parsed.WantsJson(), parsed.Paths(), host.Port, host.Engine, host.Principal, host.IsFirstStart);
        }

        _ = StartMemory.GiveBackAsync(TimeProvider.System);
        await stopped.Task;
        return 0;

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stopped.TrySetResult();
        }
    }

    private static VerditerOptions Options(Terminal terminal, ParseResult parsed) => new()
    {
        StateFolder = parsed.Paths().Root,
        Port = ValidPort(parsed.GetValue(Port)),
        Address = Address(parsed),
        Engine = parsed.GetValue(Engine) ?? EngineChoice.Auto,
        Rules = parsed.GetValue(Rules) == "ga" ? RuleSet.Ga : RuleSet.Preview,
        AllowedHosts = parsed.GetValue(AllowHost) ?? [],
        Verbose = parsed.GetValue(Verbose),
        Log = TextWriter.Synchronized(terminal.Error.Profile.Out.Writer),
    };

    private static int ValidPort(int port) =>
        port is >= 0 and < 65536 ? port : throw new CommandException($"{port} is not a port. Ports are 0 to 65535.");

    private static IPAddress Address(ParseResult parsed)
    {
        if (parsed.GetValue(Listen) is not { } text)
        {
            return IPAddress.Loopback;
        }

        if (!IPAddress.TryParse(text, out var address))
        {
            throw new CommandException($"'{text}' is not an address to listen on. Give an IP address, such as 192.0.2.7.");
        }

        return IPAddress.IsLoopback(address) || parsed.GetValue(Exposed)
            ? address
            : throw new CommandException($"on {address} others can reach this Verditer. If that is meant, add --i-know-others-can-reach-it; everybody signs in with a real secret, as always.");
    }
}

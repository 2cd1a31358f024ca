using System.CommandLine;
using Verditer.Storage;

namespace Verditer.Cli;

/// <summary>The <c>verditer</c> command: the list of its commands, and what an error looks like.</summary>
internal static class RootVerditerCommand
{
    public static Task<int> RunAsync(string[] args, Terminal terminal)
    {
        var invocation = new InvocationConfiguration
        {
            Output = terminal.Out.Profile.Out.Writer,
            Error = terminal.Error.Profile.Out.Writer,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        return GuardAsync(() => Create(terminal).Parse(args).InvokeAsync(invocation), terminal);
    }

    internal static RootCommand Create(Terminal terminal)
    {
        var root = new RootCommand("An Azure of your own for AKS clusters with managed identities.") { CommonOptions.State, CommonOptions.Output };
        foreach (var command in new[]
        {
            UpCommand.Create(terminal),
            DownCommand.Create(terminal),
            StatusCommand.Create(terminal),
            EnvCommand.Create(terminal),
            RunCommand.Create(terminal),
            LoginCommand.Create(terminal),
            CredentialsCommand.Create(terminal),
            ClockCommand.Create(terminal),
            SubscriptionCommand.Create(terminal),
            KeysCommand.Create(terminal),
            WhyCommand.Create(terminal),
            CanCommand.Create(terminal),
            WhoCanCommand.Create(terminal),
            RolesCommand.Create(terminal),
            EventsCommand.Create(terminal),
            FaultsCommand.Create(terminal),
            StoryCommand.Create(terminal),
            ImdsCommand.Create(terminal),
            ResetCommand.Create(terminal),
            TrustCommand.Create(terminal),
            CloudConfigCommand.Create(terminal),
            VersionCommand.Create(terminal),
        })
        {
            root.Subcommands.Add(command);
        }

        return root;
    }

    private static async Task<int> GuardAsync(Func<Task<int>> run, Terminal terminal)
    {
        try
        {
            return await run();
        }
        catch (Exception e) when (e is StateFolderException or StateVersionException or Host.HostStartException or CommandException)
        {
            return terminal.Fail(e.Message);
        }
        catch (CommandNotFoundException e)
        {
            terminal.Fail(e.Message);
            return e.ExitCode;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return terminal.Fail(e.Message);
        }
    }
}

/// <summary>A command cannot do what was asked. The message says why and what to do.</summary>
internal sealed class CommandException(string message) : Exception(message);

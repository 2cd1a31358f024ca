using Verditer.Host;

namespace Verditer.Cli;

/// <summary>The bootstrap principal as a command needs it: with its secret.</summary>
internal static class BootstrapCredentials
{
    public static BootstrapPrincipal Require(StatePaths paths)
    {
        var principal = BootstrapFile.Read(paths)
            ?? throw new CommandException($"there is no bootstrap principal in '{paths.Root}'. The first start makes it: verditer up");
        return principal.Secret is not null
            ? principal
            : throw new CommandException($"the bootstrap principal's secret is not in '{paths.Bootstrap}' any more. Start anew with `verditer reset`.");
    }
}

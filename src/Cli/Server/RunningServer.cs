using Verditer.Host;

namespace Verditer.Cli;

/// <summary>The server that runs on a state folder.</summary>
internal static class RunningServer
{
    /// <exception cref="CommandException">None runs there.</exception>
    public static RunningProcess Require(StatePaths paths) => RuntimeFile.Read(paths)
        ?? throw new CommandException($"Verditer is not running on '{paths.Root}'. Start it: verditer up --detach");
}

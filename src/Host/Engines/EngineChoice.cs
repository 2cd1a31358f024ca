using Verditer.Clusters.Containers;

namespace Verditer.Host;

/// <summary>What clusters run on.</summary>
/// <param name="Name"><c>embedded</c> or <c>containers</c>.</param>
/// <param name="Reason">Why it is this one; a sentence without its full stop.</param>
public sealed record EngineChoice(string Name, string Reason)
{
    public const string Auto = "auto";
    public const string Embedded = "embedded";
    public const string Containers = "containers";

    public static readonly IReadOnlyList<string> Names = [Auto, Embedded, Containers];

    public bool RunsContainers => Name == Containers;

    /// <summary>The engine that was asked for.</summary>
    /// <param name="check">What this machine lacks to run containers.</param>
    /// <exception cref="HostStartException">Containers were asked for, and this machine cannot run them.</exception>
    public static EngineChoice Make(string asked, Func<IReadOnlyList<MachineNeed>> check)
    {
        switch (asked)
        {
            case Containers:
                var needs = check();
                return needs.Count == 0
                    ? new(Containers, "it was asked for")
                    : throw new HostStartException($"The engine 'containers' cannot run: {MachineCheck.Describe(needs)}. Without containers: verditer up --engine embedded");
            case Embedded:
                return new(Embedded, "it was asked for; nodes and pods are simulated");
            default:
                return new(Embedded, "nodes and pods are simulated; for real containers: --engine containers");
        }
    }
}

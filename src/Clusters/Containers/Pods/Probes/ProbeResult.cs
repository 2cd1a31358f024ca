namespace Verditer.Clusters.Containers;

/// <param name="Output">What the event says where it failed.</param>
internal readonly record struct ProbeResult(bool Succeeded, string Output)
{
    public static readonly ProbeResult Success = new(true, "");

    public static ProbeResult Failure(string output) => new(false, output);
}

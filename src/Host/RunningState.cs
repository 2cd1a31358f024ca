namespace Verditer.Host;

/// <summary>What is known of this process once it runs.</summary>
internal sealed class RunningState
{
    public required string StateFolder { get; init; }

    /// <summary>UTC, the host's clock.</summary>
    public required DateTimeOffset Started { get; init; }

    public required EngineChoice Engine { get; init; }

    public int Port { get; set; }

    public string Address { get; set; } = "";
}

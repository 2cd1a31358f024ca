using System.Net;

namespace Verditer.Clusters.Embedded;

/// <summary>How embedded clusters are run. The defaults suit everything but tests.</summary>
public sealed record EmbeddedClusterOptions
{
    /// <summary>What the engine is called: <c>embedded</c>, or <c>containers</c> where its nodes run containers.</summary>
    public string Name { get; init; } = "embedded";

    /// <summary>Where each cluster's port is opened.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>How long a controller that failed waits before it is started again; doubled at each failure in a row, up to a minute.</summary>
    public TimeSpan ControllerPause { get; init; } = TimeSpan.FromSeconds(1);
}

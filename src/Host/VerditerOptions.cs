using System.Net;
using Verditer.ResourceManager;

namespace Verditer.Host;

/// <summary>How a Verditer is to run.</summary>
public sealed record VerditerOptions
{
    /// <summary>The port of the first way in and of the proxy, when nothing else is said.</summary>
    public const int DefaultPort = 4443;

    /// <summary>Where everything that lasts is kept.</summary>
    public required string StateFolder { get; init; }

    /// <summary>The one port; 0 takes a free one.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>The address to listen on; loopback unless a person asked for another.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The rules of the first subscription.</summary>
    public RuleSet Rules { get; init; } = RuleSet.Preview;

    /// <summary>What clusters run on: one of <see cref="EngineChoice.Names"/>.</summary>
    public string Engine { get; init; } = EngineChoice.Auto;

    /// <summary>Hosts outside Azure that the proxy tunnels to: names, or <c>*.example.com</c>.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>Logs what happens inside, not only what starts, stops and fails.</summary>
    public bool Verbose { get; init; }

    /// <summary>Where log lines go.</summary>
    public TextWriter Log { get; init; } = TextWriter.Null;

    /// <summary>How long a connection may take to say what it wants.</summary>
    public TimeSpan PreambleTimeout { get; init; } = TimeSpan.FromSeconds(10);
}

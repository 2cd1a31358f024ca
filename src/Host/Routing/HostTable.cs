using System.Net;

namespace Verditer.Host;

/// <summary>Which part of Verditer answers for a host.</summary>
internal enum ServedBy
{
    /// <summary>Not Azure's and not allowed: refused.</summary>
    Nobody,

    /// <summary>Not Azure's, and allowed by the user: tunnelled.</summary>
    AllowedHost,

    /// <summary>Verditer's own port, everything by path.</summary>
    Origin,
    ResourceManager,
    Directory,
    Graph,
    RetiredGraph,
    ExtensionIndex,
    InstanceMetadata,
    Telemetry,
    ClusterApi,
    ContainerRegistry,

    /// <summary>The documents of clusters as issuers of tokens.</summary>
    ClusterIssuer,

    /// <summary>Azure's, but not served by Verditer: each request is refused, and none reaches the real one.</summary>
    UnservedAzure,
}

/// <summary>Finds out who answers for a host. Azure's names come first, so that no allowance opens the way to the real ones.</summary>
internal sealed class HostTable(IReadOnlyList<string> allowed)
{
    private static readonly Dictionary<string, ServedBy> Exact = ServedHosts.Exact.ToDictionary(h => h.Host, h => h.By, StringComparer.OrdinalIgnoreCase);

    /// <param name="host">A host name or address, without port.</param>
    public ServedBy Find(string host)
    {
        host = host.Trim('[', ']').TrimEnd('.');
        if (Exact.TryGetValue(host, out var by))
        {
            return by;
        }

        foreach (var (suffix, served) in ServedHosts.Suffixes)
        {
            if (IsBelow(host, suffix))
            {
                return served;
            }
        }

        if (allowed.Any(pattern => Matches(host, pattern)))
        {
            return ServedBy.AllowedHost;
        }

        return IPAddress.TryParse(host, out var address) && IsOwn(address) ? ServedBy.Origin : ServedBy.Nobody;
    }

    private static bool IsOwn(IPAddress address) =>
        IPAddress.IsLoopback(address) || OwnAddresses.Contains(address);

    private static bool Matches(string host, string pattern) => pattern.StartsWith("*.", StringComparison.Ordinal)
        ? IsBelow(host, pattern[1..])
        : host.Equals(pattern, StringComparison.OrdinalIgnoreCase);

    private static bool IsBelow(string host, string suffix) =>
        host.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)
        || host.AsSpan().Equals(suffix.AsSpan(1), StringComparison.OrdinalIgnoreCase);
}

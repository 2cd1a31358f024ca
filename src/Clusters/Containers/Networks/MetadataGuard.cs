namespace Verditer.Clusters.Containers;

/// <summary>
/// Keeps the metadata service of a node to that node and its pods. Its address is on the node's loopback, but Linux answers for any address of its own on any interface: a neighbour that routes
/// the address to the node would get that node's tokens.
/// </summary>
internal static class MetadataGuard
{
    private const string Table = "verditer-metadata";

    /// <param name="name">The node's namespace.</param>
    /// <param name="outside">Its interface in the virtual network.</param>
    public static async Task ApplyAsync(string name, string outside, CancellationToken cancellationToken)
    {
        await NodeNamespace.SwitchOnAsync(name, $"conf/{outside}/arp_ignore", cancellationToken);
        await NodeNamespace.ApplyRulesAsync(name, $$"""
              chain in {
                type filter hook prerouting priority raw;
                iifname "{{outside}}" ip daddr {{NodeNamespace.MetadataAddress}} drop
              }
            """, cancellationToken, Table);
    }
}

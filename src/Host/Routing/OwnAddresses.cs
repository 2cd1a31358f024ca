using System.Net;
using System.Net.NetworkInformation;

namespace Verditer.Host;

/// <summary>The addresses of this machine, by which Verditer may be asked when it listens on more than loopback.</summary>
internal static class OwnAddresses
{
    private static readonly Lazy<HashSet<IPAddress>> All = new(() =>
        [.. NetworkInterface.GetAllNetworkInterfaces().SelectMany(i => i.GetIPProperties().UnicastAddresses).Select(a => a.Address)]);

    public static bool Contains(IPAddress address) => All.Value.Contains(address);
}

using System.Net;
using System.Net.Sockets;

namespace Verditer.Host;

/// <summary>Which name a TLS handshake is answered with.</summary>
internal static class ServerNames
{
    public const string Loopback = "localhost";

    /// <summary>The name by which Azure signs what it attests of a machine.</summary>
    public const string Attestation = "metadata.azure.com";

    private const int LongestName = 253;

    /// <param name="indicated">The name in the client's hello; empty where it gave none.</param>
    /// <param name="tunnelled">The host of the CONNECT request; null on a direct connection.</param>
    /// <param name="local">The address that a direct connection came in on.</param>
    public static string Choose(string? indicated, string? tunnelled, IPAddress? local)
    {
        var name = string.IsNullOrEmpty(indicated) ? tunnelled : indicated;
        if (string.IsNullOrEmpty(name))
        {
            return local is null || IPAddress.IsLoopback(local) ? Loopback : Plain(local).ToString();
        }

        return IsName(name) ? name.ToLowerInvariant() : Loopback;
    }

    private static bool IsName(string name) =>
        name.Length <= LongestName && Uri.CheckHostName(name) is UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6;

    private static IPAddress Plain(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 && address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}

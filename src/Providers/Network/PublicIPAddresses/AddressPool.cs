using System.Net;
using System.Security.Cryptography;
using System.Text;
using Verditer.Core;
using Verditer.Storage;

namespace Verditer.Providers.Network;

/// <summary>
/// Public addresses are taken from 198.18.0.0/16, which belongs to nobody (RFC 2544; the other half of its range joins virtual networks with the host). An address is a document of its own, made only where there is none: two
/// public IPs can never hold the same one, and a request that met a taken address is planned again with another.
/// </summary>
internal static class AddressPool
{
    private const string Collection = "network-addresses";
    private const int Size = 1 << 16;

    public static string Pick()
    {
        var offset = RandomNumberGenerator.GetInt32(1, Size - 1);
        return new IPAddress([198, 18, (byte)(offset >> 8), (byte)offset]).ToString();
    }

    public static void Take(WriteBatch batch, string address, ResourceId owner) =>
        batch.Create(Collection, address, Encoding.UTF8.GetBytes(owner.Text));

    public static void Release(WriteBatch batch, string address) => batch.Delete(Collection, address);
}

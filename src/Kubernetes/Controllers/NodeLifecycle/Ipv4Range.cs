using System.Buffers.Binary;
using System.Globalization;
using System.Net;

namespace Verditer.Kubernetes.Controllers;

/// <summary>A block of IPv4 addresses, such as <c>10.244.0.0/16</c>.</summary>
internal readonly record struct Ipv4Range(uint First, int PrefixLength)
{
    public uint Size => PrefixLength == 0 ? uint.MaxValue : 1U << (32 - PrefixLength);

    public static Ipv4Range? Parse(string? text) =>
        IPNetwork.TryParse(text, out var network) && network.BaseAddress.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork
            ? new(BinaryPrimitives.ReadUInt32BigEndian(network.BaseAddress.GetAddressBytes()), network.PrefixLength)
            : null;

    /// <summary>Its parts of a given size, in order; itself where it is not larger.</summary>
    public IEnumerable<Ipv4Range> Parts(int prefixLength)
    {
        if (prefixLength <= PrefixLength)
        {
            yield return this;
            yield break;
        }

        for (var i = 0U; i < 1U << (prefixLength - PrefixLength); i++)
        {
            yield return new(First + (i << (32 - prefixLength)), prefixLength);
        }
    }

    public string Address(uint offset)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, First + offset);
        return new IPAddress(bytes).ToString();
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Address(0)}/{PrefixLength}");
}

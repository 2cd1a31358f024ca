using System.Buffers.Binary;
using System.Net;

namespace Verditer.Clusters.Containers;

/// <summary>A range of IPv4 addresses, such as <c>10.224.0.0/16</c>.</summary>
internal readonly record struct Ipv4Prefix(uint Base, int Length)
{
    public static Ipv4Prefix? Parse(string? text) =>
        IPNetwork.TryParse(text, out var network) && network.BaseAddress.GetAddressBytes() is { Length: 4 } bytes
            ? new(BinaryPrimitives.ReadUInt32BigEndian(bytes), network.PrefixLength)
            : null;

    public string Address(uint offset) => $"{(Base + offset) >> 24}.{((Base + offset) >> 16) & 255}.{((Base + offset) >> 8) & 255}.{(Base + offset) & 255}";

    /// <summary>Azure's gateway of a subnet.</summary>
    public string Gateway => Address(1);

    public override string ToString() => $"{Address(0)}/{Length}";
}

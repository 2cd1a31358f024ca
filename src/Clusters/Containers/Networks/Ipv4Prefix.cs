using System.Buffers.Binary;
using System.Globalization;
using System.Net;

namespace Verditer.Clusters.Containers;

/// <summary>A range of IPv4 addresses, such as <c>10.224.0.0/16</c>.</summary>
internal readonly record struct Ipv4Prefix(uint Base, int Length)
{
    /// <summary>The range in which an address with a prefix's length lies; null for what is neither.</summary>
    public static Ipv4Prefix? Parse(string? text)
    {
        if (text?.Split('/') is not [var address, var length]
            || !IPAddress.TryParse(address, out var parsed)
            || parsed.GetAddressBytes() is not { Length: 4 } bytes
            || !int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var bits)
            || bits > 32)
        {
            return null;
        }

        var mask = bits == 0 ? 0 : uint.MaxValue << (32 - bits);
        return new(BinaryPrimitives.ReadUInt32BigEndian(bytes) & mask, bits);
    }

    public string Address(uint offset) => $"{(Base + offset) >> 24}.{((Base + offset) >> 16) & 255}.{((Base + offset) >> 8) & 255}.{(Base + offset) & 255}";

    /// <summary>Azure's gateway of a subnet.</summary>
    public string Gateway => Address(1);

    public override string ToString() => $"{Address(0)}/{Length}";
}

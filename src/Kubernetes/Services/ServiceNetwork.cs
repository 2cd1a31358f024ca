using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Verditer.Kubernetes;

/// <summary>The addresses that services may have: a CIDR without its network address and its last address.</summary>
public sealed class ServiceNetwork
{
    /// <summary>Ports of nodes that services may have.</summary>
    public const int FirstNodePort = 30000;
    public const int LastNodePort = 32767;

    /// <summary>So many of the lowest addresses are left for services that ask for a certain one. Source: the documentation "Service ClusterIP allocation".</summary>
    private const int MostReserved = 256;
    private const int LeastReserved = 16;

    private readonly IPNetwork _network;
    private readonly uint _first;
    private readonly uint _count;

    /// <exception cref="FormatException">It is no IPv4 CIDR.</exception>
    public ServiceNetwork(string cidr)
    {
        _network = IPNetwork.Parse(cidr);
        if (_network.BaseAddress.AddressFamily != AddressFamily.InterNetwork)
        {
            throw new FormatException($"The service network '{cidr}' is not IPv4.");
        }

        _first = Number(_network.BaseAddress) + 1;
        _count = (uint)Math.Max(1, (1L << (32 - _network.PrefixLength)) - 2);
    }

    public string Cidr => _network.ToString();

    /// <summary>The address of the API itself.</summary>
    public string First => Address(_first);

    public bool Contains(string address) =>
        IPAddress.TryParse(address, out var parsed) && parsed.AddressFamily == AddressFamily.InterNetwork && Number(parsed) - _first < _count;

    /// <summary>A free address, from the upper part while there is one; null when all are taken.</summary>
    public string? Choose(IReadOnlySet<string> taken)
    {
        var reserved = (uint)Math.Clamp(_count / 16, LeastReserved, MostReserved);
        var lower = reserved < _count ? reserved : 0;
        return Choose(_first + lower, _count - lower, taken) ?? Choose(_first, lower, taken);
    }

    public static int? ChoosePort(IReadOnlySet<int> taken)
    {
        const int Count = LastNodePort - FirstNodePort + 1;
        var start = RandomNumberGenerator.GetInt32(Count);
        for (var i = 0; i < Count; i++)
        {
            var port = FirstNodePort + ((start + i) % Count);
            if (!taken.Contains(port))
            {
                return port;
            }
        }

        return null;
    }

    private static string? Choose(uint first, uint count, IReadOnlySet<string> taken)
    {
        var start = count == 0 ? 0 : (uint)RandomNumberGenerator.GetInt32((int)Math.Min(count, int.MaxValue));
        for (uint i = 0; i < count; i++)
        {
            var address = Address(first + ((start + i) % count));
            if (!taken.Contains(address))
            {
                return address;
            }
        }

        return null;
    }

    private static uint Number(IPAddress address) => System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes());

    private static string Address(uint number) => $"{number >> 24}.{(number >> 16) & 255}.{(number >> 8) & 255}.{number & 255}";
}

using System.Collections.Frozen;

namespace Verditer.Providers.ContainerService;

/// <param name="Cores">vCPUs.</param>
/// <param name="MemoryGiB">GiB of memory.</param>
internal readonly record struct VmSize(string Name, int Cores, double MemoryGiB)
{
    public long MemoryBytes => (long)(MemoryGiB * 1024 * 1024 * 1024);
}

/// <summary>VM sizes that nodes can have. Source: https://learn.microsoft.com/azure/virtual-machines/sizes</summary>
internal static class VmSizes
{
    /// <summary>What AKS takes when none is asked for.</summary>
    public const string Default = "Standard_DS2_v2";

    private const string Rows = """
        Standard_A2_v2 2 4
        Standard_A4_v2 4 8
        Standard_B2s 2 4
        Standard_B2ms 2 8
        Standard_B4ms 4 16
        Standard_B8ms 8 32
        Standard_B2s_v2 2 8
        Standard_B4s_v2 4 16
        Standard_D2_v2 2 7
        Standard_D3_v2 4 14
        Standard_D4_v2 8 28
        Standard_DS2_v2 2 7
        Standard_DS3_v2 4 14
        Standard_DS4_v2 8 28
        Standard_DS5_v2 16 56
        Standard_D2_v3 2 8
        Standard_D4_v3 4 16
        Standard_D2s_v3 2 8
        Standard_D4s_v3 4 16
        Standard_D8s_v3 8 32
        Standard_D16s_v3 16 64
        Standard_D32s_v3 32 128
        Standard_D2s_v4 2 8
        Standard_D4s_v4 4 16
        Standard_D8s_v4 8 32
        Standard_D2ds_v4 2 8
        Standard_D4ds_v4 4 16
        Standard_D8ds_v4 8 32
        Standard_D2s_v5 2 8
        Standard_D4s_v5 4 16
        Standard_D8s_v5 8 32
        Standard_D16s_v5 16 64
        Standard_D2ds_v5 2 8
        Standard_D4ds_v5 4 16
        Standard_D8ds_v5 8 32
        Standard_D2as_v4 2 8
        Standard_D4as_v4 4 16
        Standard_D2as_v5 2 8
        Standard_D4as_v5 4 16
        Standard_D8as_v5 8 32
        Standard_E2s_v3 2 16
        Standard_E4s_v3 4 32
        Standard_E8s_v3 8 64
        Standard_E2s_v5 2 16
        Standard_E4s_v5 4 32
        Standard_E8s_v5 8 64
        Standard_F2s_v2 2 4
        Standard_F4s_v2 4 8
        Standard_F8s_v2 8 16
        Standard_F16s_v2 16 32
        Standard_NC6s_v3 6 112
        Standard_L8s_v3 8 64
        """;

    private static readonly FrozenDictionary<string, VmSize> ByName = Rows.Split('\n')
        .Select(row => row.Trim().Split(' '))
        .Select(c => new VmSize(c[0], int.Parse(c[1], System.Globalization.CultureInfo.InvariantCulture), double.Parse(c[2], System.Globalization.CultureInfo.InvariantCulture)))
        .ToFrozenDictionary(s => s.Name, StringComparer.OrdinalIgnoreCase);

    public static VmSize? Find(string name) => ByName.TryGetValue(name, out var size) ? size : null;

    public static IEnumerable<string> Names => ByName.Keys.Order(StringComparer.Ordinal);
}

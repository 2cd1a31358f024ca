namespace Verditer.Providers.ContainerRegistry;

/// <summary>What a registry's service tier holds. Source: https://learn.microsoft.com/azure/container-registry/container-registry-skus</summary>
/// <param name="IncludedSize">Bytes that the price includes: what <c>listUsages</c> shows as the limit.</param>
/// <param name="StorageLimit">Bytes that it may hold.</param>
/// <param name="ScopedAccess">Tokens, and scope maps.</param>
internal sealed record RegistrySku(string Name, long IncludedSize, long StorageLimit, int Webhooks, int ScopedAccess)
{
    public const string PremiumName = "Premium";

    private const long Gibibyte = 1L << 30;
    private const long Tebibyte = 1L << 40;

    public static readonly IReadOnlyList<RegistrySku> All =
    [
        new("Basic", 10 * Gibibyte, 40 * Tebibyte, 2, 100),
        new("Standard", 100 * Gibibyte, 40 * Tebibyte, 10, 500),
        new(PremiumName, 500 * Gibibyte, 100 * Tebibyte, 500, 50_000),
    ];

    public bool IsPremium => Name == PremiumName;

    public static RegistrySku? Find(string? name) => All.FirstOrDefault(sku => sku.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}

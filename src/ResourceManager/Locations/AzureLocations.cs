namespace Verditer.ResourceManager;

/// <param name="Name">Such as <c>westus2</c>.</param>
/// <param name="DisplayName">Such as <c>West US 2</c>.</param>
/// <param name="Geography">Such as <c>US</c>: the group that az prints.</param>
public sealed record AzureLocation(string Name, string DisplayName, string Geography, string PairedWith, string Latitude, string Longitude, string Place);

/// <summary>The public regions. Source: https://learn.microsoft.com/azure/reliability/regions-list</summary>
public static class AzureLocations
{
    public static IReadOnlyList<AzureLocation> All { get; } = LocationTable.Read();

    private static readonly Dictionary<string, AzureLocation> ByName = All.ToDictionary(l => l.Name, StringComparer.Ordinal);

    public static IEnumerable<string> Names => All.Select(l => l.Name);

    /// <summary>Finds a region by its name in any spelling that ARM takes: <c>West US 2</c> is <c>westus2</c>.</summary>
    public static AzureLocation? Find(string? text) => text is null ? null : ByName.GetValueOrDefault(Normalize(text));

    public static string Normalize(string text) => text.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
}

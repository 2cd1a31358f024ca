namespace Verditer.Directory;

/// <summary>Who owns an object.</summary>
internal static class GraphOwners
{
    public static GraphAnswer List(DirectoryIndex index, GraphRequest request, IReadOnlyList<string> owners) => GraphPage.Create(
        request, "directoryObjects", owners.Select(owner => GraphObjects.ShowAny(index, request.TenantId, owner)).Where(shown => shown is not null)!);

    public static IReadOnlyList<string> Without(IReadOnlyList<string> owners, string owner) =>
        [.. owners.Where(other => !other.Equals(owner, StringComparison.OrdinalIgnoreCase))];
}

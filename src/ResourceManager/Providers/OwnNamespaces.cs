namespace Verditer.ResourceManager;

/// <summary>Resource Manager's own namespaces, which every subscription has from the start.</summary>
internal sealed class OwnNamespace(string name, params IEnumerable<ResourceTypeHandler> types) : IResourceProvider
{
    public string Namespace => name;

    public bool AlwaysRegistered => true;

    public IEnumerable<ResourceTypeHandler> Types => types;
}

internal static class OwnNamespaces
{
    public static readonly IReadOnlyList<IResourceProvider> All =
    [
        new OwnNamespace("Microsoft.Resources", new ResourceGroupHandler()),
        new OwnNamespace("Microsoft.Features"),
    ];
}

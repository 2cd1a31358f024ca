namespace Verditer.Core;

/// <summary>A fully qualified resource type, such as <c>Microsoft.ContainerService/managedClusters/agentPools</c>. Compared without case.</summary>
/// <param name="Namespace">The resource provider's namespace.</param>
/// <param name="Path">The type below the namespace, segments joined by <c>/</c>.</param>
public readonly record struct ResourceType(string Namespace, string Path)
{
    public static readonly ResourceType Tenant = new("Microsoft.Resources", "tenants");
    public static readonly ResourceType Subscription = new("Microsoft.Resources", "subscriptions");
    public static readonly ResourceType ResourceGroup = new("Microsoft.Resources", "subscriptions/resourceGroups");

    public static readonly ResourceType ManagementGroup = new("Microsoft.Management", "managementGroups");

    public string FullName => $"{Namespace}/{Path}";

    /// <summary>True for a type that lives inside another resource, such as a subnet.</summary>
    public bool IsChild => Path.Contains('/');

    public bool Equals(ResourceType other) =>
        string.Equals(Namespace, other.Namespace, StringComparison.OrdinalIgnoreCase)
        && string.Equals(Path, other.Path, StringComparison.OrdinalIgnoreCase);

    public override int GetHashCode() => HashCode.Combine(
        StringComparer.OrdinalIgnoreCase.GetHashCode(Namespace), StringComparer.OrdinalIgnoreCase.GetHashCode(Path));

    public override string ToString() => FullName;

    /// <summary>Reads <c>Namespace/type[/type…]</c>.</summary>
    public static ResourceType Parse(string fullName)
    {
        var slash = fullName.IndexOf('/');
        return slash <= 0 || slash == fullName.Length - 1
            ? throw new FormatException($"'{fullName}' is not Namespace/type")
            : new ResourceType(fullName[..slash], fullName[(slash + 1)..]);
    }
}

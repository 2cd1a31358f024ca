namespace Verditer.Authorization;

/// <summary>A management group. Source: Microsoft.Management/managementGroups in the REST specifications.</summary>
/// <param name="Name">Its id within the tenant, in the case in which it was made.</param>
/// <param name="ParentKey">The key of the group that holds it; null for the tenant's root group.</param>
public sealed record ManagementGroup(string Name, string TenantId, string DisplayName, string? ParentKey)
{
    /// <summary>The key of this group as a scope.</summary>
    public string Key => KeyOf(Name);

    public string Id => $"/providers/Microsoft.Management/managementGroups/{Name}";

    public static string KeyOf(string name) => ScopeHierarchy.GroupPrefix + name.ToLowerInvariant();
}

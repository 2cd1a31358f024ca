namespace Verditer.Directory;

/// <summary>Which tenant an address names.</summary>
internal static class TenantIndex
{
    private static readonly string[] AnyTenant = ["common", "organizations"];

    /// <summary>The tenant with this id or this domain.</summary>
    public static TenantRecord? FindTenant(this DirectoryIndex index, string name) => index.Tenants.Find(name) ?? index.TenantsByDomain.Find(name);

    /// <summary>The oldest tenant: the one that an authority without tenants implies.</summary>
    public static TenantRecord? FirstTenant(this DirectoryIndex index) => index.Tenants.All.MinBy(tenant => (tenant.Created, tenant.Id));

    public static bool IsAnyTenant(string name) => AnyTenant.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The tenant of the application that asks; where there is no such application, the only tenant.</summary>
    public static TenantRecord? TenantOfClient(this DirectoryIndex index, string clientId) =>
        index.ApplicationsByAppId.Find(clientId) is { } app ? index.Tenants.Find(app.TenantId)
        : index.Tenants.All.Take(2).ToList() is [var only] ? only
        : null;
}

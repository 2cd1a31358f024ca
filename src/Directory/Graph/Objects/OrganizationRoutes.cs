using System.Text.Json.Nodes;

namespace Verditer.Directory;

/// <summary>The tenant itself in Graph: <c>organization</c> and <c>domains</c>.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/resources/organization, domain</remarks>
internal sealed class OrganizationRoutes(GraphParts parts) : IGraphRoutes
{
    public IEnumerable<GraphRoute> Routes =>
    [
        new("GET", "organization", request => Reading(request, tenant => parts.Pages.List(request, "organization", [Show(tenant)]))),
        new("GET", "organization/{}", request => Reading(request, tenant => IsNamed(request, tenant.Id)
            ? parts.Pages.One(request, "organization", Show(tenant))
            : GraphError.NotFound(request.Key))),
        new("GET", "domains", request => Reading(request, tenant => parts.Pages.List(request, "domains", [ShowDomain(tenant)]))),
        new("GET", "domains/{}", request => Reading(request, tenant => IsNamed(request, tenant.Domain)
            ? parts.Pages.One(request, "domains", ShowDomain(tenant))
            : GraphError.NotFound(request.Key))),
    ];

    private static bool IsNamed(GraphRequest request, string name) => request.Key.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static JsonObject Show(TenantRecord tenant) => new()
    {
        ["id"] = tenant.Id,
        ["deletedDateTime"] = null,
        ["displayName"] = tenant.DisplayName,
        ["createdDateTime"] = GraphTime.Write(tenant.Created),
        ["tenantType"] = "AAD",
        ["verifiedDomains"] = new JsonArray(new JsonObject
        {
            ["capabilities"] = "Email, OfficeCommunicationsOnline",
            ["isDefault"] = true,
            ["isInitial"] = true,
            ["name"] = tenant.Domain,
            ["type"] = "Managed",
        }),
    };

    private static JsonObject ShowDomain(TenantRecord tenant) => new()
    {
        ["id"] = tenant.Domain,
        ["authenticationType"] = "Managed",
        ["availabilityStatus"] = null,
        ["isAdminManaged"] = true,
        ["isDefault"] = true,
        ["isInitial"] = true,
        ["isRoot"] = true,
        ["isVerified"] = true,
        ["supportedServices"] = new JsonArray("Email", "OfficeCommunicationsOnline"),
    };

    private GraphAnswer Reading(GraphRequest request, Func<TenantRecord, GraphAnswer> answer) =>
        parts.Permissions.May(request.Caller, GraphRights.ReadOrganization) ? answer(parts.Index.Tenants.Find(request.TenantId)!) : GraphError.Denied();
}

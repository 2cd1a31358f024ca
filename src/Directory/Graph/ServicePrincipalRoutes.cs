using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Storage;

namespace Verditer.Directory;

/// <summary>Service principals in Graph.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/resources/serviceprincipal</remarks>
internal sealed class ServicePrincipalRoutes(DirectoryIndex index, DirectoryWriter writer, GraphPermissions permissions, TimeProvider time)
    : CredentialHolderRoutes<ServicePrincipalRecord>("servicePrincipals", index, permissions, time)
{
    public IReadOnlyList<GraphRoute> Routes =>
    [
        .. CommonRoutes,
        new("POST", "servicePrincipals", CreateAsync),
        new("PATCH", "servicePrincipals/{}", request => ChangeAsync(request, PatchAsync)),
        new("DELETE", "servicePrincipals/{}", request => ChangeAsync(request, DeleteAsync)),
        new("GET", "servicePrincipals/{}/memberOf", request => With(request, found => MemberOf(request, found))),
    ];

    protected override IEnumerable<ServicePrincipalRecord> In(string tenantId) =>
        Index.ServicePrincipals.In(tenantId).OrderBy(found => found.Created).ThenBy(found => found.Id);

    protected override ServicePrincipalRecord? Find(string key) => Index.ServicePrincipals.Find(key);

    protected override ServicePrincipalRecord? FindByAppId(string key) => Index.ServicePrincipalsByAppId.Find(key);

    protected override JsonObject Show(ServicePrincipalRecord found) => GraphObjects.Show(found, Index.Tenants.Find(found.TenantId)!);

    protected override IReadOnlyList<string> OwnersOf(ServicePrincipalRecord found) => found.Owners;

    protected override IReadOnlyList<PasswordRecord> PasswordsOf(ServicePrincipalRecord found) => found.Passwords;

    protected override ServicePrincipalRecord WithPasswords(ServicePrincipalRecord found, IReadOnlyList<PasswordRecord> passwords) =>
        found with { Passwords = passwords };

    /// <summary>A managed identity belongs to its resource: only that can change or remove it.</summary>
    protected override bool IsChangeable(ServicePrincipalRecord found) => found is { ResourceId: null, FirstParty: false };

    protected override async Task<GraphAnswer> StoreAsync(ServicePrincipalRecord found, Func<ServicePrincipalRecord, ServicePrincipalRecord> change) =>
        await writer.CommitAsync(
            batch => Index.ServicePrincipals.TryChange(batch, DirectoryIndex.Key(found.TenantId, found.Id), change), default)
            ? GraphAnswer.NoContent
            : GraphError.NotFound(found.Id);

    private async Task<GraphAnswer> CreateAsync(GraphRequest request)
    {
        if (request.Body.Text("appId") is not { } appId || Index.ApplicationsByAppId.Find(DirectoryIndex.Key(request.TenantId, appId)) is not { } app)
        {
            return Permissions.MayWriteApplications(request.Caller)
                ? GraphError.Bad($"The appId '{request.Body.Text("appId")}' of the service principal does not reference a valid application object.")
                : GraphError.Denied();
        }

        if (!Permissions.MayWrite(request.Caller, app.Owners))
        {
            return GraphError.Denied();
        }

        var principal = NewObjects.Of(app, Time.GetUtcNow()) with
        {
            Enabled = request.Body.Flag("accountEnabled") ?? true,
            Owners = [request.Caller.ObjectId],
            Extra = GraphBody.Extra(request.Body, null),
        };
        return await writer.TryCommitAsync(writer.Create(new WriteBatch(), principal), default)
            ? GraphAnswer.Created(Show(principal))
            : GraphError.NameInUse(appId);
    }

    private Task<GraphAnswer> PatchAsync(GraphRequest request, ServicePrincipalRecord principal) => StoreAsync(principal, old => old with
    {
        DisplayName = request.Body.Text("displayName") ?? old.DisplayName,
        Enabled = request.Body.Flag("accountEnabled") ?? old.Enabled,
        Extra = GraphBody.Extra(request.Body, old.Extra),
    });

    private async Task<GraphAnswer> DeleteAsync(GraphRequest request, ServicePrincipalRecord principal)
    {
        await writer.TryCommitAsync(writer.Delete(new WriteBatch(), principal), default);
        return GraphAnswer.NoContent;
    }

    private GraphAnswer MemberOf(GraphRequest request, ServicePrincipalRecord principal) => GraphPage.Create(
        request, "directoryObjects",
        Index.Groups.In(request.TenantId).Where(group => group.Members.Contains(principal.Id, StringComparer.OrdinalIgnoreCase)).Select(GraphObjects.Show));
}

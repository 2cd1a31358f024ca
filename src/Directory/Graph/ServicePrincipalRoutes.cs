using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Storage;

namespace Verditer.Directory;

/// <summary>Service principals in Graph.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/resources/serviceprincipal</remarks>
internal sealed class ServicePrincipalRoutes(DirectoryIndex index, DirectoryWriter writer, GraphPermissions permissions, TimeProvider time)
{
    private const string Set = "servicePrincipals";

    public IReadOnlyList<GraphRoute> Routes =>
    [
        new("GET", "servicePrincipals", List),
        new("POST", "servicePrincipals", CreateAsync),
        new("GET", "servicePrincipals/{}", request => With(request, found => GraphPage.One(request, Set, Show(found)))),
        new("PATCH", "servicePrincipals/{}", request => ChangeAsync(request, PatchAsync)),
        new("DELETE", "servicePrincipals/{}", request => ChangeAsync(request, DeleteAsync)),
        new("POST", "servicePrincipals/{}/addPassword", request => ChangeAsync(request, AddPasswordAsync)),
        new("POST", "servicePrincipals/{}/removePassword", request => ChangeAsync(request, RemovePasswordAsync)),
        new("GET", "servicePrincipals/{}/owners", request => With(request, found => GraphOwners.List(index, request, found.Owners))),
        new("GET", "servicePrincipals/{}/memberOf", request => With(request, found => MemberOf(request, found))),
    ];

    private GraphAnswer List(GraphRequest request) => GraphPage.Create(
        request, Set, index.ServicePrincipals.In(request.TenantId).OrderBy(found => found.Created).ThenBy(found => found.Id).Select(Show));

    private async Task<GraphAnswer> CreateAsync(GraphRequest request)
    {
        if (request.Body.Text("appId") is not { } appId || index.ApplicationsByAppId.Find(DirectoryIndex.Key(request.TenantId, appId)) is not { } app)
        {
            return permissions.MayWriteApplications(request.Caller)
                ? GraphError.Bad($"The appId '{request.Body.Text("appId")}' of the service principal does not reference a valid application object.")
                : GraphError.Denied();
        }

        if (!permissions.MayWrite(request.Caller, app.Owners))
        {
            return GraphError.Denied();
        }

        var principal = NewObjects.Of(app, time.GetUtcNow()) with
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

    private async Task<GraphAnswer> AddPasswordAsync(GraphRequest request, ServicePrincipalRecord principal)
    {
        if (GraphPasswords.Create(request.Body, time.GetUtcNow()) is not { } added)
        {
            return GraphPasswords.InvalidTimes();
        }

        var stored = await StoreAsync(principal, old => old with { Passwords = [.. old.Passwords, added.Password] });
        return stored.Error is null ? GraphAnswer.Ok(GraphObjects.Show(added.Password, added.Secret)) : stored;
    }

    private async Task<GraphAnswer> RemovePasswordAsync(GraphRequest request, ServicePrincipalRecord principal) =>
        GraphPasswords.Remove(principal.Passwords, request.Body) is null
            ? GraphPasswords.NoSuchPassword(request.Body)
            : await StoreAsync(principal, old => old with { Passwords = GraphPasswords.Remove(old.Passwords, request.Body) ?? old.Passwords });

    private GraphAnswer MemberOf(GraphRequest request, ServicePrincipalRecord principal) => GraphPage.Create(
        request, "directoryObjects",
        index.Groups.In(request.TenantId).Where(group => group.Members.Contains(principal.Id, StringComparer.OrdinalIgnoreCase)).Select(GraphObjects.Show));

    private async Task<GraphAnswer> StoreAsync(ServicePrincipalRecord principal, Func<ServicePrincipalRecord, ServicePrincipalRecord> change) =>
        await writer.CommitAsync(
            batch => index.ServicePrincipals.TryChange(batch, DirectoryIndex.Key(principal.TenantId, principal.Id), change), default)
            ? GraphAnswer.NoContent
            : GraphError.NotFound(principal.Id);

    /// <summary>A managed identity belongs to its resource: only that can change or remove it.</summary>
    private async Task<GraphAnswer> ChangeAsync(GraphRequest request, Func<GraphRequest, ServicePrincipalRecord, Task<GraphAnswer>> change) =>
        Find(request) is not { } principal ? GraphError.NotFound(request.Key!)
        : permissions.MayWrite(request.Caller, principal.Owners) && principal is { ResourceId: null, FirstParty: false } ? await change(request, principal)
        : GraphError.Denied();

    private GraphAnswer With(GraphRequest request, Func<ServicePrincipalRecord, GraphAnswer> answer) =>
        Find(request) is { } principal ? answer(principal) : GraphError.NotFound(request.Key!);

    private ServicePrincipalRecord? Find(GraphRequest request) => request.Key!.StartsWith("appId=", StringComparison.OrdinalIgnoreCase)
        ? index.ServicePrincipalsByAppId.Find(DirectoryIndex.Key(request.TenantId, request.Key[6..]))
        : index.ServicePrincipals.Find(DirectoryIndex.Key(request.TenantId, request.Key));

    private JsonObject Show(ServicePrincipalRecord principal) => GraphObjects.Show(principal, index.Tenants.Find(principal.TenantId)!);
}

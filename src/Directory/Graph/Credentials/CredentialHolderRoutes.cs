using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>What the audit log calls changes of a credential holder.</summary>
internal sealed record CredentialActivities(AuditActivity AddCredential, AuditActivity RemoveCredential, AuditActivity AddOwner, AuditActivity RemoveOwner);

/// <summary>What applications and service principals have in common in Graph: secrets, certificates, owners.</summary>
internal abstract class CredentialHolderRoutes<T>(GraphKind kind, GraphParts parts, CredentialActivities activities) : ObjectSetRoutes<T>(kind, parts)
    where T : class, IDirectoryObject
{
    private const string ByAppId = "appId=";

    private readonly GraphKind _kind = kind;

    public override IEnumerable<GraphRoute> Routes =>
    [
        .. base.Routes,
        new("POST", One + "/addPassword", AddPasswordAsync),
        new("POST", One + "/removePassword", RemovePasswordAsync),
        new("POST", One + "/owners/$ref", AddOwnerAsync),
        new("DELETE", One + "/owners/{}/$ref", RemoveOwnerAsync),
    ];

    protected abstract T? FindById(string key);

    protected abstract T? FindByAppId(string key);

    protected abstract IReadOnlyList<PasswordRecord> PasswordsOf(T item);

    protected abstract IReadOnlyList<KeyCredentialRecord> KeysOf(T item);

    protected abstract T WithPasswords(T item, IReadOnlyList<PasswordRecord> passwords);

    protected abstract T WithOwners(T item, IReadOnlyList<string> owners);

    protected override T? Find(string tenantId, string key) => key.StartsWith(ByAppId, StringComparison.OrdinalIgnoreCase)
        ? FindByAppId(DirectoryIndex.Key(tenantId, key[ByAppId.Length..]))
        : FindById(DirectoryIndex.Key(tenantId, key));

    /// <summary>Certificates are shown whole only to who asks for them by name.</summary>
    protected override JsonObject ShowOne(GraphRequest request, T item)
    {
        var shown = Show(item);
        if (request.Option("$select")?.Contains("keyCredentials", StringComparison.OrdinalIgnoreCase) == true)
        {
            shown["keyCredentials"] = GraphCredentials.Show(KeysOf(item), withKeys: true);
        }

        return shown;
    }

    private Task<GraphAnswer> AddPasswordAsync(GraphRequest request) => ChangeAsync(request, _kind.Write, activities.AddCredential, item =>
    {
        var (asked, now) = (request.Body["passwordCredential"], Parts.Time.GetUtcNow());
        return GraphPasswords.Create(asked, now) is not { } added
            ? GraphPasswords.InvalidTimes(asked, now)
            : new GraphChange<T>(WithPasswords(item, [.. PasswordsOf(item), added.Password])) { Answer = GraphAnswer.Ok(GraphCredentials.Show(added.Password, added.Secret)) };
    });

    private Task<GraphAnswer> RemovePasswordAsync(GraphRequest request) => ChangeAsync(request, _kind.Write, activities.RemoveCredential, item =>
        GraphPasswords.Remove(PasswordsOf(item), request.Body.Text("keyId")) is { } left
            ? WithPasswords(item, left)
            : GraphPasswords.NoSuchPassword(request.Body.Text("keyId")));

    private Task<GraphAnswer> AddOwnerAsync(GraphRequest request) => ChangeAsync(request, _kind.Write, activities.AddOwner, item =>
        GraphOwners.Add(Index, request, item) is ({ } owners, { } shown)
            ? new GraphChange<T>(WithOwners(item, owners)) { Related = [AuditTargets.Related(shown)] }
            : GraphOwners.Refusal(Index, request, item));

    private Task<GraphAnswer> RemoveOwnerAsync(GraphRequest request) => ChangeAsync(request, _kind.Write, activities.RemoveOwner, item =>
        DirectoryReferences.Has(item.Owners, request.SubKey) ? WithOwners(item, DirectoryReferences.Without(item.Owners, request.SubKey)) : GraphError.NotFound(request.SubKey));
}

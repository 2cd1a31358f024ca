using System.Text.Json.Nodes;

namespace Verditer.Directory;

/// <summary>What applications and service principals have in common in Graph: reading, owners, secrets, and who may change them.</summary>
internal abstract class CredentialHolderRoutes<T>(string entitySet, DirectoryIndex index, GraphPermissions permissions, TimeProvider time)
    where T : class
{
    private const string ByAppId = "appId=";

    protected DirectoryIndex Index => index;

    protected GraphPermissions Permissions => permissions;

    protected TimeProvider Time => time;

    protected IReadOnlyList<GraphRoute> CommonRoutes =>
    [
        new("GET", entitySet, request => GraphPage.Create(request, entitySet, In(request.TenantId).Select(Show))),
        new("GET", entitySet + "/{}", request => With(request, found => GraphPage.One(request, entitySet, Show(found)))),
        new("POST", entitySet + "/{}/addPassword", request => ChangeAsync(request, AddPasswordAsync)),
        new("POST", entitySet + "/{}/removePassword", request => ChangeAsync(request, RemovePasswordAsync)),
        new("GET", entitySet + "/{}/owners", request => With(request, found => GraphOwners.List(index, request, OwnersOf(found)))),
    ];

    /// <summary>A tenant's objects, oldest first.</summary>
    protected abstract IEnumerable<T> In(string tenantId);

    protected abstract T? Find(string key);

    protected abstract T? FindByAppId(string key);

    protected abstract JsonObject Show(T found);

    protected abstract IReadOnlyList<string> OwnersOf(T found);

    protected abstract IReadOnlyList<PasswordRecord> PasswordsOf(T found);

    protected abstract T WithPasswords(T found, IReadOnlyList<PasswordRecord> passwords);

    /// <summary>False for what belongs to Azure.</summary>
    protected virtual bool IsChangeable(T found) => true;

    protected abstract Task<GraphAnswer> StoreAsync(T found, Func<T, T> change);

    protected async Task<GraphAnswer> ChangeAsync(GraphRequest request, Func<GraphRequest, T, Task<GraphAnswer>> change) =>
        Find(request) is not { } found ? GraphError.NotFound(request.Key!)
        : permissions.MayWrite(request.Caller, OwnersOf(found)) && IsChangeable(found) ? await change(request, found)
        : GraphError.Denied();

    protected GraphAnswer With(GraphRequest request, Func<T, GraphAnswer> answer) =>
        Find(request) is { } found ? answer(found) : GraphError.NotFound(request.Key!);

    private T? Find(GraphRequest request) => request.Key!.StartsWith(ByAppId, StringComparison.OrdinalIgnoreCase)
        ? FindByAppId(DirectoryIndex.Key(request.TenantId, request.Key[ByAppId.Length..]))
        : Find(DirectoryIndex.Key(request.TenantId, request.Key));

    private async Task<GraphAnswer> AddPasswordAsync(GraphRequest request, T found)
    {
        var now = time.GetUtcNow();
        if (GraphPasswords.Create(request.Body, now) is not { } added)
        {
            return GraphPasswords.InvalidTimes(request.Body, now);
        }

        var stored = await StoreAsync(found, old => WithPasswords(old, [.. PasswordsOf(old), added.Password]));
        return stored.Error is null ? GraphAnswer.Ok(GraphObjects.Show(added.Password, added.Secret)) : stored;
    }

    private async Task<GraphAnswer> RemovePasswordAsync(GraphRequest request, T found) =>
        GraphPasswords.Remove(PasswordsOf(found), request.Body) is null
            ? GraphPasswords.NoSuchPassword(request.Body)
            : await StoreAsync(found, old => WithPasswords(old, GraphPasswords.Remove(PasswordsOf(old), request.Body) ?? PasswordsOf(old)));
}

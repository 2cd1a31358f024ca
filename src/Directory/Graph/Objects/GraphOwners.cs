using System.Text.Json.Nodes;

namespace Verditer.Directory;

/// <summary>Who may own an object: users and service principals, each once.</summary>
internal static class GraphOwners
{
    /// <summary>The owners with the one that the body refers to, and what Graph shows of that one; nulls when it cannot be an owner.</summary>
    public static (IReadOnlyList<string>? Owners, JsonObject? Shown) Add(DirectoryIndex index, GraphRequest request, IDirectoryObject item) =>
        Refused(index, request, item) is null && Named(index, request) is { } owner
            ? ([.. item.Owners, owner.Id], GraphObjects.Show(owner, index.Tenants.Find(owner.TenantId)!))
            : (null, null);

    public static GraphError Refusal(DirectoryIndex index, GraphRequest request, IDirectoryObject item) =>
        Refused(index, request, item) ?? GraphError.NotFound(GraphReferences.Read(request.Body) ?? "");

    /// <summary>The owners of a new object: those that the body binds, and the caller where it becomes one by itself.</summary>
    public static IReadOnlyList<string>? OfNew(DirectoryIndex index, GraphRequest request, bool withCaller, out GraphError? refusal)
    {
        var bound = GraphReferences.Bound(request.Body, "owners");
        refusal = bound.FirstOrDefault(id => !IsOwner(GraphObjects.Find(index, request.TenantId, id))) is { } unknown ? GraphError.NotFound(unknown) : null;
        return refusal is not null ? null
            : withCaller ? [.. DirectoryReferences.Without(bound, request.Caller.ObjectId), request.Caller.ObjectId]
            : bound;
    }

    private static GraphError? Refused(DirectoryIndex index, GraphRequest request, IDirectoryObject item) =>
        Named(index, request) is not { } owner ? GraphError.NotFound(GraphReferences.Read(request.Body) ?? "")
        : !IsOwner(owner) ? GraphError.Bad($"The reference target '{owner.GetType().Name.Replace("Record", "", StringComparison.Ordinal)}_{owner.Id}' of type '{owner.GetType().Name.Replace("Record", "", StringComparison.Ordinal)}' is invalid for the 'owners' reference.")
        : DirectoryReferences.Has(item.Owners, owner.Id) ? GraphError.ReferenceExists("owners")
        : null;

    private static IDirectoryObject? Named(DirectoryIndex index, GraphRequest request) =>
        GraphReferences.Read(request.Body) is { } id ? GraphObjects.Find(index, request.TenantId, id) : null;

    private static bool IsOwner(IDirectoryObject? item) => item is UserRecord or ServicePrincipalRecord;
}

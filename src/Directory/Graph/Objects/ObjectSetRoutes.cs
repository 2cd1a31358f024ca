using System.Text.Json.Nodes;
using Verditer.Storage;

namespace Verditer.Directory;

/// <summary>What all kinds of directory object have in common in Graph: reading, listing, relations, deleting, and how a change is made.</summary>
internal abstract class ObjectSetRoutes<T>(GraphKind kind, GraphParts parts) : IGraphRoutes
    where T : class, IDirectoryObject
{
    public virtual IEnumerable<GraphRoute> Routes =>
    [
        new("GET", kind.EntitySet, List),
        new("GET", kind.EntitySet + "/$count", Count),
        new("GET", One, Get),
        new("DELETE", One, DeleteAsync),
        .. kind.Relations.SelectMany(relation => (GraphRoute[])
        [
            new("GET", $"{One}/{relation}", request => With(request, item => parts.Pages.List(request, "directoryObjects", parts.Relations.Of(item, relation)!))),
            new("GET", $"{One}/{relation}/$count", request => With(request, item => GraphPages.Count(request, parts.Relations.Of(item, relation)!))),
            new("GET", $"{One}/{relation}/$ref", request => With(request, item => GraphReferences.List(request, parts.Relations.Of(item, relation)!))),
        ]),
    ];

    protected GraphParts Parts => parts;

    protected DirectoryIndex Index => parts.Index;

    /// <summary>The path of one object.</summary>
    protected string One => kind.EntitySet + "/{}";

    protected abstract AuditActivity Deleting { get; }

    protected abstract IEnumerable<T> In(string tenantId);

    /// <summary>The object that a path names by its id or another name.</summary>
    protected abstract T? Find(string tenantId, string key);

    protected abstract JsonObject Show(T item);

    /// <summary>The object that has this value.</summary>
    /// <param name="isIndexed">False where only looking at all of them helps.</param>
    protected virtual T? Lookup(string tenantId, string property, string value, out bool isIndexed)
    {
        isIndexed = property.Equals("id", StringComparison.OrdinalIgnoreCase);
        return isIndexed ? Find(tenantId, value) : null;
    }

    /// <summary>Adds a change to a batch.</summary>
    protected abstract void Replace(WriteBatch batch, T before, T after);

    /// <summary>False for what belongs to Azure: nobody may change that.</summary>
    protected virtual bool IsChangeable(T item) => true;

    /// <summary>Whether the caller may change this object; kinds add what they protect.</summary>
    protected virtual bool May(GraphRequest request, GraphRight right, T item) => parts.Permissions.May(request.Caller, right, item);

    /// <summary>Finds the object and, where the caller may, changes it, notes it in the audit log, and answers.</summary>
    protected Task<GraphAnswer> ChangeAsync(GraphRequest request, GraphRight right, AuditActivity activity, Func<T, GraphChange<T>> change) =>
        parts.Writer.WriteAsync(batch =>
        {
            if (FindFor(request, right, out var refusal) is not { } before)
            {
                return refusal!;
            }

            var changed = change(before);
            if (changed.Refusal is { } error)
            {
                return error;
            }

            if (changed.After is { } after)
            {
                Replace(batch, before, after);
                parts.Writer.Note(batch, request, changed.Activity ?? activity, [AuditTargets.Of(kind.Type, Show(before), Show(after)), .. changed.Related]);
            }

            return changed.Answer ?? GraphAnswer.NoContent;
        });

    /// <summary>The object of a request that is to change it; null with the refusal.</summary>
    protected T? FindFor(GraphRequest request, GraphRight right, out GraphError? refusal)
    {
        var found = Find(request.TenantId, request.Key);
        refusal = found is null
            ? parts.Permissions.May(request.Caller, kind.Read) ? GraphError.NotFound(request.Key) : GraphError.Denied()
            : May(request, right, found) && IsChangeable(found) ? null
            : GraphError.Denied();
        return refusal is null ? found : null;
    }

    /// <summary>Answers with an object that the caller may see.</summary>
    protected GraphAnswer With(GraphRequest request, Func<T, GraphAnswer> answer)
    {
        var found = Find(request.TenantId, request.Key);
        return !parts.Permissions.May(request.Caller, kind.Read, found) ? GraphError.Denied()
            : found is null ? GraphError.NotFound(request.Key)
            : answer(found);
    }

    /// <summary>What one object shows when it is asked for by itself.</summary>
    protected virtual JsonObject ShowOne(GraphRequest request, T item) => Show(item);

    private GraphAnswer List(GraphRequest request) => parts.Permissions.May(request.Caller, kind.Read)
        ? parts.Pages.List(request, kind.EntitySet, Candidates(request).Select(Show))
        : GraphError.Denied();

    private GraphAnswer Count(GraphRequest request) => parts.Permissions.May(request.Caller, kind.Read)
        ? GraphPages.Count(request, Candidates(request).Select(Show))
        : GraphError.Denied();

    /// <summary>All objects, or fewer where an index answers a part of the filter; the filter itself decides about those.</summary>
    private IEnumerable<T> Candidates(GraphRequest request)
    {
        if (request.Option("$filter") is { } text && GraphFilter.Parse(text, out _)?.Equality is { } equality
            && Lookup(request.TenantId, equality.Property, equality.Value, out var isIndexed) is var found && isIndexed)
        {
            return found is null ? [] : [found];
        }

        return In(request.TenantId);
    }

    private GraphAnswer Get(GraphRequest request) => With(request, item => parts.Pages.One(request, kind.EntitySet, ShowOne(request, item)));

    private Task<GraphAnswer> DeleteAsync(GraphRequest request) => parts.Writer.WriteAsync(batch =>
    {
        if (FindFor(request, kind.Delete, out var refusal) is not { } found)
        {
            return refusal!;
        }

        parts.Writer.Bin.Delete(batch, found);
        parts.Writer.Note(batch, request, Deleting, AuditTargets.Of(kind.Type, Show(found), null));
        return GraphAnswer.NoContent;
    });
}

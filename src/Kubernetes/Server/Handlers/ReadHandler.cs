using System.Globalization;

namespace Verditer.Kubernetes;

/// <summary>GET of one object and of many. Source: apiserver's <c>endpoints/handlers/get.go</c>.</summary>
internal sealed class ReadHandler(ClusterApi api, ListSnapshots snapshots)
{
    public Task GetAsync(ApiCall call)
    {
        if (Representation.Choose(call.Http) is not { } representation)
        {
            return ApiAnswer.ErrorAsync(call.Http, Representation.NotAcceptable());
        }

        return api.Store.Find(call.Kind.Stored, call.Namespace, call.Name) is { } found
            ? ApiAnswer.WriteAsync(call.Http, 200, representation.Of(call, found))
            : ApiAnswer.ErrorAsync(call.Http, KubernetesErrors.NotFound(call.Kind.Resource, call.Name));
    }

    public Task ListAsync(ApiCall call)
    {
        if (Representation.Choose(call.Http) is not { } representation)
        {
            return ApiAnswer.ErrorAsync(call.Http, Representation.NotAcceptable());
        }

        var (selection, wrong) = Selection.Of(call);
        if (selection is null)
        {
            return ApiAnswer.ErrorAsync(call.Http, wrong!);
        }

        var (page, refused) = Read(call, selection);
        return page is null
            ? ApiAnswer.ErrorAsync(call.Http, refused!)
            : ApiAnswer.WriteAsync(call.Http, 200, representation.List(call, page.Objects, page.Metadata));
    }

    private (ListPage? Page, KubernetesError? Error) Read(ApiCall call, Selection selection)
    {
        var (state, revision) = api.Store.Snapshot(call.Kind.Stored);
        (string Namespace, string Name)? after = null;
        if (call.Query("continue") is { Length: > 0 } token)
        {
            if (ListSnapshots.Read(token) is not { } place)
            {
                return (null, KubernetesErrors.BadRequest("continue key is not valid: unable to decode"));
            }

            if (snapshots.Find(call.Kind.Stored, place.Revision) is not { } held)
            {
                return (null, Gone(state, revision, place.Namespace, place.Name));
            }

            (state, revision, after) = (held, place.Revision, (place.Namespace, place.Name));
        }
        else if (CheckRevision(call, revision) is { } refused)
        {
            return (null, refused);
        }

        var limit = (int)Math.Min(call.Number("limit") ?? 0, int.MaxValue);
        return (Page(call, selection, state, revision, after, limit), null);
    }

    private ListPage Page(
        ApiCall call, Selection selection, ResourceState state, long revision, (string Namespace, string Name)? after, int limit)
    {
        var all = state.List(call.Namespace.Length == 0 ? null : call.Namespace);
        if (after is { } place)
        {
            all = all.SkipWhile(one => Compare(one, place) <= 0);
        }

        if (!selection.IsEmpty)
        {
            all = all.Where(selection.Matches);
        }

        if (limit <= 0)
        {
            return new([.. all], new(revision, null, null));
        }

        var taken = all.Take(limit + 1).ToList();
        if (taken.Count <= limit)
        {
            return new(taken, new(revision, null, null));
        }

        taken.RemoveAt(limit);
        snapshots.Keep(state, call.Kind.Stored, revision);
        long? remaining = selection.IsEmpty ? all.Skip(limit).LongCount() : null;
        return new(taken, new(revision, ListSnapshots.Token(revision, taken[^1]), remaining));
    }

    private static KubernetesError? CheckRevision(ApiCall call, long current)
    {
        if (call.Query("resourceVersion") is not { Length: > 0 } text || text == "0")
        {
            return null;
        }

        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var asked))
        {
            return KubernetesErrors.BadRequest($"invalid resource version \"{text}\": strconv.ParseUint: parsing \"{text}\": invalid syntax");
        }

        if (asked > current)
        {
            return KubernetesErrors.ResourceVersionTooLarge(asked, current);
        }

        return call.Query("resourceVersionMatch") == "Exact" && asked != current
            ? KubernetesErrors.Expired("The resourceVersion for the provided list is too old.")
            : null;
    }

    /// <summary>The list can go on, but no longer at its own revision: the token in the refusal goes on at today's.</summary>
    private KubernetesError Gone(ResourceState state, long revision, string @namespace, string name)
    {
        var last = new StoredObject(default, @namespace, name, revision, default);
        snapshots.Keep(state, state.List(null).FirstOrDefault()?.Resource ?? default, revision);
        return KubernetesErrors.Expired(
            "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the "
            + "continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects "
            + "that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.")
            with { Continue = ListSnapshots.Token(revision, last) };
    }

    private static int Compare(StoredObject one, (string Namespace, string Name) place)
    {
        var byNamespace = string.CompareOrdinal(one.Namespace, place.Namespace);
        return byNamespace != 0 ? byNamespace : string.CompareOrdinal(one.Name, place.Name);
    }

    private sealed record ListPage(IReadOnlyList<StoredObject> Objects, ListMetadata Metadata);
}

using System.Text.Json.Nodes;

namespace Verditer.Kubernetes;

/// <summary>
/// What controllers and nodes inside the process ask of their cluster's API: the same defaulting, validation, admission and optimistic concurrency as over the
/// wire, without HTTP. Objects are in the storage version (v1 of each kind) and carry <c>apiVersion</c> and <c>kind</c>.
/// </summary>
public interface IObjectClient
{
    /// <summary>The object, or null. It is shared with the store: copy it before changing it.</summary>
    JsonObject? Find(GroupResource resource, string? @namespace, string name);

    /// <summary>All objects, of one namespace or of all, ordered by namespace and name. They are shared with the store: copy before changing.</summary>
    IReadOnlyList<JsonObject> List(GroupResource resource, string? @namespace = null);

    ValueTask<ObjectResult> CreateAsync(GroupResource resource, JsonObject value, CancellationToken cancellationToken = default);

    /// <summary>Replaces the object. <c>metadata.resourceVersion</c>, where given, must be the stored one (409 Conflict otherwise).</summary>
    /// <param name="subresource">Null for the object itself, <c>status</c>, or <c>finalize</c> for a namespace.</param>
    ValueTask<ObjectResult> UpdateAsync(GroupResource resource, JsonObject value, string? subresource = null, CancellationToken cancellationToken = default);

    /// <summary>Deletes as the API does: finalizers and grace periods hold.</summary>
    /// <param name="uid">Only the object with this uid, where given.</param>
    ValueTask<ObjectResult> DeleteAsync(
        GroupResource resource, string? @namespace, string name, string? uid = null, long? gracePeriodSeconds = null, CancellationToken cancellationToken = default);

    /// <summary>Gives a pod its node, as the scheduler does. 409 Conflict when it has one or is being deleted.</summary>
    ValueTask<ObjectResult> BindAsync(string @namespace, string pod, string node, string? uid = null, CancellationToken cancellationToken = default);

    /// <summary>A token of a service account that ends with a pod, as <c>serviceaccounts/token</c> gives it.</summary>
    /// <param name="audience">Null for the API itself.</param>
    /// <param name="life">600 seconds and more.</param>
    /// <returns>Null where there is no such account or pod, or nobody issues tokens.</returns>
    string? IssueToken(string @namespace, string account, string pod, string? audience, TimeSpan life) => null;

    /// <summary>
    /// Begins with one Added for every object that there is, then follows. The last state of each object is never missed; states in between may be.
    /// Ends only when canceled.
    /// </summary>
    IAsyncEnumerable<ObjectEvent> WatchAsync(GroupResource resource, CancellationToken cancellationToken = default);
}

public enum ObjectEventKind
{
    Added,
    Modified,
    Deleted,
}

/// <param name="Object">The object; for a deletion its last state. Shared: copy before changing.</param>
public readonly record struct ObjectEvent(ObjectEventKind Kind, JsonObject Object);

/// <summary>The object as it is now stored, or the refusal.</summary>
public readonly record struct ObjectResult(JsonObject? Object, KubernetesError? Error)
{
    public bool Succeeded => Error is null;
}

/// <summary>A refusal of the Kubernetes API, written as a <c>Status</c>.</summary>
/// <param name="Code">HTTP status.</param>
/// <param name="Reason">Kubernetes' word, such as <c>NotFound</c>, <c>Conflict</c>, <c>Invalid</c>.</param>
public sealed record KubernetesError(int Code, string Reason, string Message)
{
    /// <summary>The <c>details</c> of the Status; null for none.</summary>
    public JsonObject? Details { get; init; }

    /// <summary>For a list that can go on only at another revision: the token with which it does.</summary>
    public string? Continue { get; init; }

    /// <summary>The permission that the caller lacks, where that is the reason. Not sent.</summary>
    internal AccessRequest? Missing { get; init; }
}

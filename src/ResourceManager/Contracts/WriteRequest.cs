using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.ResourceManager;

/// <summary>A PUT or PATCH that has passed all rules but the type's own.</summary>
/// <param name="Id">The resource, in the case of the stored one where it exists.</param>
/// <param name="Body">
/// What shall be: for PUT the body, for PATCH (and for types that merge on PUT) the stored resource with the body merged into it. Read-only properties of the
/// body are gone; <c>id</c>, <c>name</c>, <c>type</c> are set. It belongs to the handler.
/// </param>
/// <param name="Sent">The body as the client sent it, read-only properties and secrets included.</param>
/// <param name="Existing">The resource as it is; null on creation.</param>
public sealed record WriteRequest(
    ResourceId Id, JsonObject Body, JsonObject Sent, StoredResource? Existing, bool IsPatch, ArmContext Context)
{
    public bool IsCreation => Existing is null;

    public Caller Caller => Context.Caller;

    public Subscription Subscription => Context.Subscription!;

    public string ApiVersion => Context.ApiVersion;

    /// <summary>The <c>properties</c> of <see cref="Body"/>, made when missing.</summary>
    public JsonObject Properties => Body.Section("properties");
}

using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.ResourceManager;

/// <summary>A request on its way through the rules. Each rule fills in what it has found; those after it rely on that.</summary>
public sealed class ArmContext(ArmRequest request)
{
    public ArmRequest Request { get; } = request;

    /// <summary>Set by <c>RequireKnownPath</c>.</summary>
    public ArmTarget Target { get; set; } = null!;

    /// <summary>The type's handler; null for an endpoint.</summary>
    public ResourceTypeHandler? Handler { get; set; }

    /// <summary>The endpoint; null for a resource type.</summary>
    public ArmEndpoint? Endpoint { get; set; }

    /// <summary>Set by <c>AuthenticateBearerToken</c>.</summary>
    public Caller Caller { get; set; } = null!;

    /// <summary>
    /// What of a list the caller may see. Everything, unless it holds a role somewhere in the subscription and none on it: then <c>AuthorizeAtScope</c> leaves it
    /// what it may read.
    /// </summary>
    public Func<ResourceId, bool> MayRead { get; set; } = _ => true;

    /// <summary>Set by <c>RequireSubscription</c>; null above subscriptions.</summary>
    public Subscription? Subscription { get; set; }

    /// <summary>The parsed body; an empty object when there is none. Set by <c>ReadBody</c>.</summary>
    public JsonObject Body { get; set; } = [];

    /// <summary>The resource as it is stored; null when it does not exist. Set by <c>LoadExisting</c>.</summary>
    public StoredResource? Existing { get; set; }

    public string ApiVersion => Request.ApiVersion ?? "";

    public ResourceId Id => Target.Id;

    /// <summary>True for PUT and PATCH of a resource.</summary>
    public bool IsWrite => Target.Kind == ArmTargetKind.Resource && Request.Method is "PUT" or "PATCH";

    /// <summary>True for a write whose body is merged into what is stored: a PATCH, and the PUT of some types. From <c>LoadExisting</c> on.</summary>
    public bool IsMerge => IsWrite && Existing is not null && (Request.Method == "PATCH" || Handler!.MergesOnPut);

    public bool IsDelete => Target.Kind == ArmTargetKind.Resource && Request.Method == "DELETE";

    /// <summary>A link below the address that the client used.</summary>
    public string Link(string pathAndQuery) => Request.BaseUri + pathAndQuery;
}

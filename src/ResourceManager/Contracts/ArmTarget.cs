using Verditer.Core;

namespace Verditer.ResourceManager;

public enum ArmTargetKind
{
    /// <summary>One resource: GET, PUT, PATCH, DELETE, HEAD.</summary>
    Resource,

    /// <summary>The resources of one type below a scope: GET.</summary>
    Collection,

    /// <summary>Something done to a resource: POST.</summary>
    Action,

    /// <summary>A path of its own, registered by an <see cref="ArmEndpoint"/>.</summary>
    Endpoint,
}

/// <summary>What a path names.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Type">The resource type; for an endpoint the type whose permission it needs.</param>
/// <param name="Id">The resource; for a collection the scope or parent in which it lies; for an endpoint its scope.</param>
/// <param name="Action">For an action its name, such as <c>listClusterUserCredential</c>.</param>
/// <param name="Values">For an endpoint the values of its template.</param>
public sealed record ArmTarget(
    ArmTargetKind Kind, ResourceType Type, ResourceId Id, string? Action, IReadOnlyDictionary<string, string> Values)
{
    /// <summary>Where the caller's right is looked at: <see cref="Id"/>, unless an endpoint's path names a resource below it.</summary>
    public ResourceId Scope { get; init; } = Id;
}

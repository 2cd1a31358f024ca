using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>A watch of one resource, and which keys an event of it wakes.</summary>
internal readonly record struct WatchSource(GroupResource Resource, Func<IObjectClient, ObjectEvent, IEnumerable<ObjectKey>> Keys)
{
    /// <summary>Each object wakes itself.</summary>
    public static WatchSource Self(GroupResource resource) => new(resource, (_, change) => [change.Object.Key(resource)]);

    /// <summary>Each object that <paramref name="filter"/> accepts wakes itself.</summary>
    public static WatchSource Self(GroupResource resource, Func<JsonObject, bool> filter) =>
        new(resource, (_, change) => filter(change.Object) ? [change.Object.Key(resource)] : []);

    /// <summary>Each object wakes the one that controls it, if that is of the given kind.</summary>
    public static WatchSource Controlled(GroupResource resource, string ownerKind, GroupResource owner) => new(resource, (_, change) =>
        change.Object.ControllerReference() is { } reference && reference.Text("kind") == ownerKind
            ? [new ObjectKey(owner, change.Object.Namespace(), reference.Text("name")!)]
            : []);

    /// <summary>An object that nothing controls wakes those of its namespace whose selector it matches.</summary>
    public static WatchSource Orphans(GroupResource resource, GroupResource owner) => new(resource, (api, change) =>
        change.Kind == ObjectEventKind.Deleted || change.Object.ControllerReference() is not null
            ? []
            : api.List(owner, change.Object.Namespace())
                .Where(candidate => LabelSelector.Of(candidate).Matches(change.Object))
                .Select(candidate => candidate.Key(owner)));

    /// <summary>Each object wakes every object of another resource in the same namespace that <paramref name="filter"/> accepts.</summary>
    public static WatchSource AllOf(GroupResource resource, GroupResource woken, Func<JsonObject, bool>? filter = null) => new(resource, (api, change) =>
        api.List(woken, change.Object.Namespace()).Where(candidate => filter?.Invoke(candidate) ?? true).Select(candidate => candidate.Key(woken)));
}

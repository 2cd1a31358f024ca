using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>
/// Deletes what no owner wants any more, and carries out foreground and orphaning deletions. Owners are looked up anew each time, so nothing that was missed
/// is missed for long.
/// </summary>
internal sealed class GarbageCollector : Controller
{
    private const string Foreground = "foregroundDeletion";
    private const string Orphan = "orphan";

    private readonly OwnerIndex _dependents = new();

    public GarbageCollector(ControllerServices services)
        : base(services) =>
        Sources = [.. OwnerIndex.Resources.Select(resource => new WatchSource(resource, (_, change) => Woken(resource, change)))];

    public override string Name => "garbage-collector";

    protected override IReadOnlyList<WatchSource> Sources { get; }

    protected override async Task ReconcileAsync(Turn turn)
    {
        if (turn.Find() is not { } value)
        {
            return;
        }

        var resource = turn.Key.Resource;
        if (value.IsBeingDeleted())
        {
            if (value.Texts("metadata", "finalizers").Contains(Orphan))
            {
                await OrphanAsync(turn, resource, value);
            }
            else if (value.Texts("metadata", "finalizers").Contains(Foreground))
            {
                await DeleteDependentsAsync(turn, resource, value);
            }

            return;
        }

        await CollectAsync(turn, resource, value);
    }

    /// <summary>An object whose owners are all gone goes too; references to some that are gone are taken out of it.</summary>
    private static async Task CollectAsync(Turn turn, GroupResource resource, JsonObject value)
    {
        var references = value.Items("metadata", "ownerReferences").ToList();
        var owners = references.ToDictionary(reference => reference, reference => OwnerIndex.Owner(turn.Api, value, reference));
        if (owners.Count == 0 || owners.Values.Any(owner => !owner.IsKnown))
        {
            return;
        }

        var living = owners.Values.Where(owner => owner.Value is not null).ToList();
        if (living.Count == 0)
        {
            await turn.DeleteAsync(resource, value);
        }
        else if (living.TrueForAll(owner => IsDeletedInForeground(owner.Value!)))
        {
            await turn.DeleteAsync(resource, value);
        }
        else if (living.Count < references.Count)
        {
            await turn.ChangeAsync(resource, value, changed => changed.Section("metadata")["ownerReferences"] =
                references.Where(reference => owners[reference].Value is not null).Select(Json.Copy).ToJsonArray());
        }
    }

    private async Task OrphanAsync(Turn turn, GroupResource resource, JsonObject owner)
    {
        foreach (var key in OwnerIndex.FindDependents(turn.Api, owner))
        {
            await turn.ChangeAsync(key.Resource, turn.Api.Find(key.Resource, key.Namespace, key.Name)!, changed =>
            {
                var kept = changed.Items("metadata", "ownerReferences").Where(reference => reference.Text("uid") != owner.Uid()).ToJsonArray();
                changed.Section("metadata")["ownerReferences"] = kept;
                if (kept.Count == 0)
                {
                    changed.Section("metadata").Remove("ownerReferences");
                }
            });
        }

        if (!turn.Failed)
        {
            await RemoveFinalizerAsync(turn, resource, owner, Orphan);
        }
    }

    /// <summary>The owner waits for the dependents that block it; each of their ends wakes it again.</summary>
    private async Task DeleteDependentsAsync(Turn turn, GroupResource resource, JsonObject owner)
    {
        var blocked = false;
        foreach (var key in OwnerIndex.FindDependents(turn.Api, owner))
        {
            if (turn.Api.Find(key.Resource, key.Namespace, key.Name) is not { } dependent)
            {
                continue;
            }

            if (!dependent.IsBeingDeleted())
            {
                await turn.DeleteAsync(key.Resource, dependent);
            }

            blocked |= turn.Api.Find(key.Resource, key.Namespace, key.Name)
                .Items("metadata", "ownerReferences")
                .Any(reference => reference.Text("uid") == owner.Uid() && reference.Flag("blockOwnerDeletion") == true);
        }

        if (!blocked && !turn.Failed)
        {
            await RemoveFinalizerAsync(turn, resource, owner, Foreground);
        }
    }

    private static Task RemoveFinalizerAsync(Turn turn, GroupResource resource, JsonObject owner, string finalizer) =>
        turn.ChangeAsync(resource, owner, changed => changed.Section("metadata")["finalizers"] = owner.Texts("metadata", "finalizers")
            .Where(other => other != finalizer)
            .Select(other => (JsonNode)JsonValue.Create(other))
            .ToJsonArray());

    private static bool IsDeletedInForeground(JsonObject owner) =>
        owner.IsBeingDeleted() && owner.Texts("metadata", "finalizers").Contains(Foreground);

    private IEnumerable<ObjectKey> Woken(GroupResource resource, ObjectEvent change)
    {
        var value = change.Object;
        if (change.Kind == ObjectEventKind.Deleted)
        {
            // Its dependents may have lost their last owner; an owner that waits for it may go on.
            return _dependents.Forget(resource, value).Concat(OwnerIndex.OwnersOf(value));
        }

        _dependents.Remember(resource, value);
        return value.IsBeingDeleted()
            ? _dependents.Of(value).Append(value.Key(resource))
            : value.Items("metadata", "ownerReferences").Any() ? [value.Key(resource)] : [];
    }
}

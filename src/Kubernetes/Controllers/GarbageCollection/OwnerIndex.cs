using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>Who depends on whom.</summary>
internal sealed class OwnerIndex
{
    /// <summary>Events are many and never own or are owned.</summary>
    public static readonly List<GroupResource> Resources =
        [.. KindTable.Instance.All.Where(kind => kind.IsStored).Select(kind => kind.Stored).Distinct().Where(resource => resource != Kinds.Events)];

    private readonly Lock _gate = new();
    private readonly Dictionary<string, HashSet<ObjectKey>> _byOwner = [];

    public void Remember(GroupResource resource, JsonObject value)
    {
        lock (_gate)
        {
            foreach (var uid in OwnerUids(value))
            {
                if (!_byOwner.TryGetValue(uid, out var dependents))
                {
                    _byOwner[uid] = dependents = [];
                }

                dependents.Add(value.Key(resource));
            }
        }
    }

    public IEnumerable<ObjectKey> Of(JsonObject owner)
    {
        lock (_gate)
        {
            return _byOwner.TryGetValue(owner.Uid(), out var dependents) ? [.. dependents] : [];
        }
    }

    /// <returns>Those that depended on it.</returns>
    public IEnumerable<ObjectKey> Forget(GroupResource resource, JsonObject value)
    {
        lock (_gate)
        {
            foreach (var uid in OwnerUids(value))
            {
                if (_byOwner.TryGetValue(uid, out var siblings) && siblings.Remove(value.Key(resource)) && siblings.Count == 0)
                {
                    _byOwner.Remove(uid);
                }
            }

            return _byOwner.Remove(value.Uid(), out var dependents) ? dependents : [];
        }
    }

    /// <summary>The dependents as they are stored now, for decisions that must not miss one.</summary>
    public static List<ObjectKey> FindDependents(IObjectClient api, JsonObject owner) => [.. Resources
        .SelectMany(resource => api.List(resource, owner.Namespace())
            .Where(value => OwnerUids(value).Contains(owner.Uid()))
            .Select(value => value.Key(resource)))];

    /// <summary>The owner that a reference names. A kind that the cluster does not serve is not known, and decides nothing.</summary>
    public static (bool IsKnown, JsonObject? Value) Owner(IObjectClient api, JsonObject dependent, JsonObject reference)
    {
        if (Find(reference) is not { } kind)
        {
            return (false, null);
        }

        var owner = api.Find(kind.Stored, kind.Namespaced ? dependent.Namespace() : null, reference.Text("name") ?? "");
        return (true, owner?.Uid() == reference.Text("uid") ? owner : null);
    }

    public static IEnumerable<ObjectKey> OwnersOf(JsonObject value) => value.Items("metadata", "ownerReferences")
        .Select(reference => (Reference: reference, Kind: Find(reference)))
        .Where(entry => entry.Kind is not null)
        .Select(entry => new ObjectKey(entry.Kind!.Stored, entry.Kind.Namespaced ? value.Namespace() : null, entry.Reference.Text("name") ?? ""));

    private static ResourceKind? Find(JsonObject reference) => KindTable.Instance.Find(reference.Text("apiVersion") ?? "", reference.Text("kind") ?? "");

    private static IEnumerable<string> OwnerUids(JsonObject value) =>
        value.Items("metadata", "ownerReferences").Select(reference => reference.Text("uid")).OfType<string>();
}

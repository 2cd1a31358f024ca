using System.Globalization;
using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.ResourceManager;
using Verditer.Storage;

namespace Verditer.Providers.Compute;

/// <summary>
/// What brings the instances of a scale set to its capacity: they are resources of their own, added with rising numbers, taken away from the newest, and each comes
/// and goes with its network interfaces.
/// </summary>
/// <param name="Added">The new instances.</param>
/// <param name="Removed">Instances that go, and what is below them.</param>
internal sealed record ScaleSetChange(JsonObject ScaleSet, IReadOnlyList<ResourceId> Added, IReadOnlyList<StoredResource> Removed)
{
    /// <param name="below">Everything that is stored below the scale set.</param>
    public static ScaleSetChange Plan(ResourceId id, JsonObject scaleSet, IReadOnlyList<StoredResource> below, int capacity)
    {
        var instances = below.Where(r => r.Id.Type == ScaleSetHandler.InstanceType).Select(r => r.Id).OrderBy(Number).ToList();
        var next = instances.Count == 0 ? 0 : Number(instances[^1]) + 1;
        var gone = instances.Skip(capacity).ToList();
        return new(
            scaleSet,
            [.. Enumerable.Range(next, Math.Max(0, capacity - instances.Count)).Select(n => id.Child("virtualMachines", n.ToString(CultureInfo.InvariantCulture)))],
            [.. below.Where(r => gone.Any(g => g.Contains(r.Id)))]);
    }

    /// <param name="addresses">One for each interface of each new instance.</param>
    public void Write(WriteBatch batch, IReadOnlyList<string> addresses)
    {
        foreach (var gone in Removed)
        {
            InstanceNetwork.Release(batch, gone);
            ResourceStore.Remove(batch, gone.Id);
        }

        var free = new Queue<string>(addresses);
        foreach (var id in Added)
        {
            batch.Put(StoredResource.Collection, id.Key, Json.ToBytes(ScaleSetInstances.Create(id, ScaleSet, Number(id))));
            InstanceNetwork.Create(batch, id, ScaleSet, free);
        }
    }

    private static int Number(ResourceId instance) => int.Parse(instance.Name, CultureInfo.InvariantCulture);
}

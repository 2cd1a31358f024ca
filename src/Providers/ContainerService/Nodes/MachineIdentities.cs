using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Providers.ContainerService;

/// <summary>
/// The identities that the machines of a pool carry: the kubelet's, the add-ons', and what others have added, which stays. Machines of a cluster that moves from its service principal
/// take the kubelet's when they are renewed; machines that have one already follow a change of it at once.
/// </summary>
internal sealed class MachineIdentities(ClusterView cluster)
{
    /// <summary>The tag by which a scale set says which identity its kubelets use; those without it use the service principal.</summary>
    public const string KubeletTag = "aks-managed-kubeletIdentityClientID";

    private readonly string? _kubelet = cluster.KubeletIdentityId;

    /// <summary>The <c>identity</c> of a new scale set; null for none.</summary>
    public JsonObject? OfNew() =>
        Wanted(takesKubelet: true).Select(wanted => wanted.Id).ToList() is { Count: > 0 } ids ? Section("UserAssigned", ids, []) : null;

    public bool AreOn(JsonObject scaleSet) => _kubelet is not null && Carried(scaleSet).Any(i => ClusterView.SameId(i.Key, _kubelet));

    /// <summary>What must change in the <c>identity</c> of a scale set, as a merge patch; null for nothing.</summary>
    /// <param name="renewed">True where the machines are made anew from the current image.</param>
    public JsonObject? Change(JsonObject scaleSet, bool renewed)
    {
        var carried = Carried(scaleSet);
        var former = carried.Where(i => IsFormerKubelet(i.Key, i.Value, scaleSet)).Select(i => i.Key).ToList();
        List<string> drops = [.. former, .. carried.Select(i => i.Key).Where(IsOfAnAddonThatIsOff)];
        var adds = Wanted(takesKubelet: renewed || former.Count > 0 || AreOn(scaleSet)).Where(wanted => !IsCarried(carried, wanted)).Select(wanted => wanted.Id).ToList();
        if (adds.Count == 0 && drops.Count == 0)
        {
            return null;
        }

        var isSystemAssigned = (scaleSet.Text("identity", "type") ?? "").Contains("SystemAssigned", StringComparison.OrdinalIgnoreCase);
        var hasOthers = carried.Count + adds.Count > drops.Count;
        string[] types = [.. isSystemAssigned ? ["SystemAssigned"] : Array.Empty<string>(), .. hasOthers ? ["UserAssigned"] : Array.Empty<string>()];
        return Section(types.Length == 0 ? "None" : string.Join(", ", types), adds, drops);
    }

    /// <summary>What was made anew under its id since is not what the machines carry.</summary>
    private static bool IsCarried(JsonObject carried, (string Id, string? PrincipalId) wanted) =>
        carried.Any(i => ClusterView.SameId(i.Key, wanted.Id) && (wanted.PrincipalId is null || i.Value.Text("principalId") == wanted.PrincipalId));

    private IEnumerable<(string Id, string? PrincipalId)> Wanted(bool takesKubelet)
    {
        if (takesKubelet && _kubelet is not null)
        {
            yield return (_kubelet, cluster.Properties.Text("identityProfile", "kubeletidentity", "objectId"));
        }

        foreach (var (_, profile) in EnabledAddons.Of(cluster))
        {
            if (profile.Text("identity", "resourceId") is { } addon)
            {
                yield return (addon, profile.Text("identity", "objectId"));
            }
        }
    }

    private bool IsFormerKubelet(string id, JsonNode? ids, JsonObject scaleSet) => _kubelet is not null && !ClusterView.SameId(id, _kubelet)
        && (ids.Text("clientId") == scaleSet.Text("tags", KubeletTag) || ClusterView.SameId(id, new NodeGroupNames(cluster).KubeletIdentity.Text));

    private bool IsOfAnAddonThatIsOff(string id) =>
        Addon.All.Any(a => ClusterView.SameId(id, a.IdentityIn(cluster).Text)) && !EnabledAddons.Of(cluster).Any(a => ClusterView.SameId(id, a.Addon.IdentityIn(cluster).Text));

    private static JsonObject Carried(JsonObject scaleSet) => scaleSet.At("identity", "userAssignedIdentities") as JsonObject ?? [];

    private static JsonObject Section(string type, IEnumerable<string> adds, IEnumerable<string> drops)
    {
        JsonObject assigned = [];
        foreach (var id in adds)
        {
            assigned[id] = new JsonObject();
        }

        foreach (var id in drops)
        {
            assigned[id] = null;
        }

        return new() { ["type"] = type, ["userAssignedIdentities"] = assigned };
    }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.ContainerService;

/// <summary>A managed cluster's body, read by AKS's names.</summary>
/// <param name="id">The cluster.</param>
/// <param name="body">What a GET answers.</param>
internal sealed class ClusterView(ResourceId id, JsonObject body)
{
    public static readonly ResourceType Type = ResourceType.Parse("Microsoft.ContainerService/managedClusters");

    public const string UserAssigned = "UserAssigned";

    /// <summary>The client id that stands for "no service principal".</summary>
    public const string NoPrincipal = "msi";

    public ResourceId Id { get; } = id;

    public JsonObject Body { get; } = body;

    public string Name => Id.Name;

    public JsonObject Properties => Body.Section("properties");

    /// <summary>The cluster's lasting key, 24 hexadecimal digits: what engines and files know it by.</summary>
    public string Key => Properties.Text("resourceUID")!;

    public string Location => Body.Text("location")!;

    public string State => Properties.Text("provisioningState") ?? "";

    public bool IsStopped => Properties.Text("powerState", "code") == "Stopped";

    public string IdentityType => Body.Text("identity", "type") ?? "None";

    /// <summary>True when the cluster itself runs on a managed identity.</summary>
    public bool HasManagedIdentity => !IdentityType.Equals("None", StringComparison.OrdinalIgnoreCase);

    public string? PrincipalClientId => Properties.Text("servicePrincipalProfile", "clientId") is { } text && text != NoPrincipal ? text : null;

    public ResourceId NodeGroup => ResourceId.Group(Id.SubscriptionId!, Properties.Text("nodeResourceGroup")!);

    public string KubernetesVersion => Properties.Text("currentKubernetesVersion")!;

    public JsonArray Pools
    {
        get
        {
            if (Properties["agentPoolProfiles"] is not JsonArray pools)
            {
                Properties["agentPoolProfiles"] = pools = [];
            }

            return pools;
        }
    }

    /// <summary>True once the node resource group has been filled: what comes before that is done at creation only.</summary>
    public bool IsFurnished => Properties.At("networkProfile", "loadBalancerProfile", "effectiveOutboundIPs") is not null;

    /// <summary>The control plane's user-assigned identity, or null.</summary>
    public string? OwnIdentityId => !IdentityType.Equals(UserAssigned, StringComparison.OrdinalIgnoreCase) ? null : (Body.At("identity", "userAssignedIdentities") as JsonObject)?.Select(p => p.Key).FirstOrDefault();

    public string? KubeletIdentityId => Properties.Text("identityProfile", "kubeletidentity", "resourceId");

    public bool UsesKubenet => string.Equals(Properties.Text("networkProfile", "networkPlugin"), "kubenet", StringComparison.OrdinalIgnoreCase);

    /// <summary>The eight digits in the names of what AKS makes for this cluster.</summary>
    public string Digits => (BitConverter.ToUInt32(Hash(Id.Key)) % 100_000_000).ToString("D8", CultureInfo.InvariantCulture);

    /// <summary>A GUID that follows from the cluster and a purpose, so that a repeated step makes nothing twice.</summary>
    public Guid GuidFor(string purpose) => new(Hash($"{Key}/{purpose}").AsSpan(0, 16));

    public JsonObject? Pool(string name) =>
        Pools.OfType<JsonObject>().FirstOrDefault(p => string.Equals(p.Text("name"), name, StringComparison.OrdinalIgnoreCase));

    /// <summary>True when both are the same resource's id, or both are none.</summary>
    public static bool SameId(string? a, string? b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    public static ClusterView Of(StoredResource stored) => new(stored.Id, stored.Body.Copy());

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.ContainerService;

/// <summary>
/// Managed clusters. A write is checked against everything that AKS checks, completed, and stored together with the operation that brings the cluster to it.
/// Source: ManagedClusters in the REST specifications.
/// </summary>
internal sealed partial class ManagedClusterHandler(ClusterWriter writer, IdentityRules identities, ClusterActions actions) : ResourceTypeHandler(ClusterView.Type)
{
    /// <summary>Clusters go before what they stand on.</summary>
    public override int DeletionOrder => -10;

    public override NameRule NameRule { get; } = new(1, 63, Pattern(),
        "The name has 1 to 63 letters, digits, hyphens and underscores, and begins and ends with a letter or a digit.")
    { Code = "InvalidParameter" };

    public override IReadOnlyList<LinkedProperty> Links => ClusterLinks.OfCluster;

    public override IReadOnlyList<ResourceAction> Actions => actions.All;

    public override ArmError? CheckFeatures(WriteRequest request) => identities.CheckFeature(request);

    public override ValueTask<Result<WritePlan>> PlanWriteAsync(WriteRequest request, CancellationToken cancellationToken) =>
        writer.PlanAsync(request, cancellationToken);

    public override ValueTask<Result<DeletePlan>> PlanDeleteAsync(StoredResource existing, ArmContext context, CancellationToken cancellationToken)
    {
        var body = existing.Body.Copy();
        body.Section("properties")["provisioningState"] = ProvisioningStates.Deleting;
        var cluster = new ClusterView(existing.Id, body);
        foreach (var pool in cluster.Pools.OfType<JsonObject>())
        {
            pool["provisioningState"] = ProvisioningStates.Deleting;
        }

        return new(new DeletePlan
        {
            Resource = body,
            Operation = DeleteCluster.Start(context.Subscription!, cluster),
        });
    }

    [GeneratedRegex(@"^[A-Za-z0-9]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?\z")]
    private static partial Regex Pattern();
}

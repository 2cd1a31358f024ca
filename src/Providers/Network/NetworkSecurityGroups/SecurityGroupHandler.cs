using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.Network;

/// <summary>Network security groups: rules of one direction have priorities of their own; Azure's six default rules are always there.</summary>
internal sealed class SecurityGroupHandler(ReferenceCheck references) : NetworkResourceHandler(NetworkTypes.SecurityGroup, references)
{
    private readonly ReferenceCheck _references = references;

    protected override IReadOnlyList<string> ChildArrays => ["securityRules", "defaultSecurityRules"];

    public override int DeletionOrder => 40;

    public override async ValueTask<Result<DeletePlan>> PlanDeleteAsync(StoredResource existing, ArmContext context, CancellationToken cancellationToken) =>
        await _references.FindUserAsync(existing.Id, NetworkTypes.VirtualNetwork, NetworkTypes.SubnetToSecurityGroup, cancellationToken) is { } user
            ? new ArmError(400, "InUseNetworkSecurityGroupCannotBeDeleted",
                $"Network security group {existing.Id.Text} cannot be deleted because it is in use by the following resources: {user.Text}. In order to delete the Network security group, remove the association with the resource(s).")
            : DeletePlan.Now;

    protected override ValueTask<ArmError?> PrepareAsync(WriteRequest request, WriteExtras extras, CancellationToken cancellationToken)
    {
        request.Properties["defaultSecurityRules"] = DefaultSecurityRules.For(request.Id, request.Body.Text("etag")!);
        Dictionary<(string?, int?), string> taken = [];
        foreach (var rule in (request.Properties["securityRules"] as JsonArray ?? []).OfType<JsonObject>())
        {
            var (name, priority) = (rule.Text("name") ?? "", rule.Number("properties", "priority"));
            if (priority is < 100 or > 4096)
            {
                return new(new ArmError(400, "SecurityRuleInvalidPriority",
                    $"Security rule {name} has invalid Priority. Value provided: {priority} Allowed range 100-4096."));
            }

            if (!taken.TryAdd((rule.Text("properties", "direction"), priority), name))
            {
                return new(new ArmError(400, "SecurityRuleConflict",
                    $"Security rule {name} conflicts with rule {taken[(rule.Text("properties", "direction"), priority)]}. Rules cannot have the same Priority and Direction. To learn more, see aka.ms/nsgrules."));
            }
        }

        return new((ArmError?)null);
    }
}

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Verditer.Core;
using Verditer.Operations;

namespace Verditer.ResourceManager;

/// <summary>Resource groups. Deleting one deletes what is in it, as one durable operation.</summary>
internal sealed partial class ResourceGroupHandler() : ResourceTypeHandler(ResourceType.ResourceGroup)
{
    public const string TypeName = "Microsoft.Resources/resourceGroups";

    public override IReadOnlyList<string> ApiVersions => OwnApiVersions.Resources;

    public override NameRule NameRule { get; } = new(1, 90, Pattern(), "") { Code = "InvalidResourceGroup", Message = WhyRefused };

    public override ValueTask<Result<WritePlan>> PlanWriteAsync(WriteRequest request, CancellationToken cancellationToken)
    {
        if (request.Existing is { } existing)
        {
            var manager = existing.Body.Text("managedBy");
            if (request.Body["managedBy"] is null)
            {
                request.Body.Remove("managedBy");
                if (manager is not null)
                {
                    request.Body["managedBy"] = manager;
                }
            }

            if (!string.Equals(request.Body["managedBy"]?.ToString(), manager, StringComparison.OrdinalIgnoreCase))
            {
                return new(new ArmError(400, "ResourceGroupManagedByMismatch",
                    $"The managed by property of the resource group cannot be changed from its current value '{manager ?? "<null>"}'.", "managedBy"));
            }

            if (existing.ProvisioningState == "Deleting")
            {
                return new(new ArmError(409, "ResourceGroupBeingDeleted",
                    $"The resource group '{request.Id.Name}' is in deprovisioning state and cannot perform this operation."));
            }
        }

        request.Body["type"] = TypeName;
        request.Body["properties"] = new JsonObject { ["provisioningState"] = "Succeeded" };
        return new(new WritePlan(request.Body));
    }

    public override ValueTask<Result<DeletePlan>> PlanDeleteAsync(StoredResource existing, ArmContext context, CancellationToken cancellationToken)
    {
        var body = existing.Body.Copy();
        body.Section("properties")["provisioningState"] = "Deleting";
        return new(new DeletePlan
        {
            Resource = body,
            Operation = new NewOperation(GroupDeletion.KindName, context.Subscription!.TenantId, existing.Id.SubscriptionId, "Microsoft.Resources",
                existing.Location, existing.Id.Text, []),
        });
    }

    public override Result<Func<StoredResource, bool>> ReadFilter(ArmContext context)
    {
        var filter = context.Request.Query.GetValueOrDefault("$filter");
        return ResourceFilter.Read(filter) is { } matches ? matches : ResourceFilter.Refuse(filter);
    }

    private static string WhyRefused(string name)
    {
        var characters = string.Concat(name.Where(c => !char.IsLetterOrDigit(c) && !"-.()_".Contains(c)).Distinct());
        return characters.Length > 0
            ? $"The provided resource group name '{name}' has these invalid characters: '{characters}'. The name can only be a letter, digit, '-', '.', '(', ')' or '_'."
            : $"The provided resource group name '{name}' is invalid. A name has 1 to 90 characters and does not end with a period.";
    }

    [GeneratedRegex(@"^[\p{L}\p{N}_().-]*[\p{L}\p{N}_()-]\z")]
    private static partial Regex Pattern();
}

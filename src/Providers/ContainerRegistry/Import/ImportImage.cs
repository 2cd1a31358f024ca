using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Operations;
using Verditer.ResourceManager;

namespace Verditer.Providers.ContainerRegistry;

/// <summary><c>importImage</c>: rights and names are looked at at once, the copying is an operation. No credential is kept for it.</summary>
internal sealed class ImportImage(ImportSource sources, ResourceStore resources, ActionCommit commit)
{
    public async ValueTask<Result<ArmResponse>> RunAsync(ArmContext context, CancellationToken cancellationToken)
    {
        var target = context.Existing!;
        if (target.ProvisioningState == RegistryFactsReader.Deleting)
        {
            return RegistryErrors.BeingDeleted(target.Id);
        }

        if (!ImportRequest.Read(context.Body).TryGet(out var request, out var wrong))
        {
            return wrong;
        }

        if (!(await sources.FindAsync(context, request, cancellationToken)).TryGet(out var source, out var refused))
        {
            return refused;
        }

        if (!source.Id.Equals(target.Id) && await ForbidsExportAsync(source.Id, cancellationToken))
        {
            return RegistryErrors.Invalid($"The registry {source.Id.Name} does not allow its images to be exported (exportPolicy).", "source");
        }

        var state = new JsonObject
        {
            ["source"] = source.Id.Text,
            ["sourceTenant"] = source.TenantId,
            ["image"] = request.Image.Text,
            ["targets"] = new JsonArray([.. request.Targets.Select(t => (JsonNode)t)]),
            ["untagged"] = new JsonArray([.. request.Untagged.Select(t => (JsonNode)t)]),
            ["overwrite"] = request.Overwrite,
        };
        return await commit.StartAsync(
            context,
            new NewOperation(ImportWork.KindName, context.Subscription!.TenantId, target.Id.SubscriptionId, RegistryTypes.Namespace, target.Location, target.Id.Text, state),
            cancellationToken);
    }

    private async ValueTask<bool> ForbidsExportAsync(ResourceId source, CancellationToken cancellationToken) =>
        "disabled".Equals((await resources.FindAsync(source, cancellationToken))?.Properties.Text("policies", "exportPolicy", "status"), StringComparison.OrdinalIgnoreCase);
}

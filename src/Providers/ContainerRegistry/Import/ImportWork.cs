using Verditer.Core;
using Verditer.Operations;
using Verditer.ResourceManager;

namespace Verditer.Providers.ContainerRegistry;

/// <summary>Copies an image from one registry to another. Begun again after a crash it copies what is missing.</summary>
internal sealed class ImportWork(ResourceStore resources, IRegistryContent content) : IOperationHandler
{
    public const string KindName = "containerRegistry/importImage";

    public string Kind => KindName;

    public async Task<OperationOutcome> RunAsync(OperationRecord operation, CancellationToken cancellationToken)
    {
        var state = operation.State;
        var source = await FindAsync(state.Text("source")!, state.Text("sourceTenant")!, cancellationToken);
        var target = await FindAsync(operation.ResourceId!, operation.TenantId, cancellationToken);
        if (source is null || target is null)
        {
            return new OperationOutcome.Failed(ArmErrors.ResourceNotFound(ResourceId.Parse(source is null ? state.Text("source")! : operation.ResourceId!)));
        }

        var problem = await content.ImportAsync(
            source, state.Text("image")!, target, [.. ScopeMapAction.Texts(state["targets"])], [.. ScopeMapAction.Texts(state["untagged"])],
            state.Flag("overwrite") == true, cancellationToken);
        return problem is null
            ? new OperationOutcome.Done()
            : new OperationOutcome.Failed(RegistryErrors.Invalid($"Operation registries-{operation.Id} failed. Resource {operation.ResourceId} {problem}"));
    }

    private async ValueTask<RegistryFacts?> FindAsync(string id, string tenantId, CancellationToken cancellationToken) =>
        await resources.FindAsync(ResourceId.Parse(id), cancellationToken) is { } stored && stored.ProvisioningState != RegistryFactsReader.Deleting
            ? RegistryFactsReader.Read(stored, tenantId)
            : null;
}

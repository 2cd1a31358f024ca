using Verditer.Core;
using Verditer.Operations;
using Verditer.ResourceManager;
using Verditer.Storage;

namespace Verditer.Providers.ContainerRegistry;

/// <summary>Deletes a registry: first what it holds, then its identity; the resource goes last, with its names, credentials and all that lies below it.</summary>
internal sealed class DeleteRegistry(ResourceStore resources, IRegistryContent content, ResourceIdentity identities) : IOperationHandler
{
    public const string KindName = "containerRegistry/delete";

    public string Kind => KindName;

    public async Task<OperationOutcome> RunAsync(OperationRecord operation, CancellationToken cancellationToken)
    {
        if (await FindAsync(operation, cancellationToken) is not { } registry)
        {
            return new OperationOutcome.Canceled();
        }

        var batch = new WriteBatch();
        if (RegistryFactsReader.Read(registry, operation.TenantId) is { } facts)
        {
            await content.DeleteAsync(facts, cancellationToken);
            RegistryNames.Release(batch, registry.Id, facts.LoginServer);
        }

        identities.Removal(registry.Id)(batch);
        PasswordVault.Remove(batch, registry.Id);
        foreach (var below in await resources.ListBelowAsync(registry.Id, cancellationToken))
        {
            ResourceStore.Remove(batch, below.Id);
            PasswordVault.Remove(batch, below.Id);
        }

        ResourceStore.Remove(batch, registry);
        return new OperationOutcome.Done { Writes = batch };
    }

    public async ValueTask<WriteBatch?> GiveUpAsync(OperationRecord operation, ArmError error, CancellationToken cancellationToken)
    {
        if (await FindAsync(operation, cancellationToken) is not { } registry)
        {
            return null;
        }

        var body = registry.Body.Copy();
        body.Section("properties")["provisioningState"] = "Failed";
        var batch = new WriteBatch();
        ResourceStore.Put(batch, registry.Id, body, registry);
        return batch;
    }

    /// <summary>The registry while it is being deleted; null when it is gone, or is there anew.</summary>
    private async ValueTask<StoredResource?> FindAsync(OperationRecord operation, CancellationToken cancellationToken) =>
        await resources.FindAsync(ResourceId.Parse(operation.ResourceId!), cancellationToken) is { ProvisioningState: RegistryFactsReader.Deleting } registry
            ? registry with { Id = ResourceId.Parse(registry.Body.Text("id") ?? operation.ResourceId!) }
            : null;
}

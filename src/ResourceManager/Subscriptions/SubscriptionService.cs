using Verditer.Core;
using Verditer.Storage;

namespace Verditer.ResourceManager;

/// <summary>Makes subscriptions. What is in one when it is new is data: the providers registered, Resource Manager's own principal.</summary>
public sealed class SubscriptionService(
    IDocumentStore documents, SubscriptionIndex index, IDirectory directory, ResourceTypeRegistry types, TimeProvider time)
{
    public const string OwnerRole = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635";
    public const string ContributorRole = "b24988ac-6180-42a0-ab88-20f7382dd24c";

    /// <summary>Resource Manager's own application, under which it deletes the contents of a group.</summary>
    public const string ResourceManagerAppId = "797f4846-ba00-4fd7-ba43-dac1f8f63013";

    /// <summary>What a subscription in use is registered for; everything else is registered by its user.</summary>
    private static readonly string[] UsualProviders =
    [
        "Microsoft.Compute", "Microsoft.ContainerService", "Microsoft.ManagedIdentity", "Microsoft.Network", "Microsoft.Storage",
    ];

    /// <summary>Makes a subscription of this tenant, and its owner's role assignment.</summary>
    /// <param name="id">A GUID; a new one when null. Called again with the id of a subscription that exists, it returns that one.</param>
    /// <param name="ownerObjectId">Becomes Owner by a role assignment like any other.</param>
    public async Task<Subscription> CreateAsync(
        string? id, string tenantId, string displayName, RuleSet rules, string ownerObjectId, CancellationToken cancellationToken = default)
    {
        if (index.Find(id) is { } existing)
        {
            return existing;
        }

        var subscription = new Subscription(id ?? Guid.NewGuid().ToString(), tenantId, displayName, rules);
        var now = time.GetUtcNow();
        var batch = new WriteBatch().Create(SubscriptionIndex.Subscriptions, subscription.Id, SubscriptionCodec.Write(subscription));
        RoleAssignmentDocument.Put(batch, subscription.Id, OwnerRole, ownerObjectId, KindOf(tenantId, ownerObjectId), now);
        var own = await directory.EnsureFirstPartyAsync(tenantId, ResourceManagerAppId, "Azure Resource Manager", cancellationToken);
        RoleAssignmentDocument.Put(batch, subscription.Id, ContributorRole, own.ObjectId, PrincipalKind.ServicePrincipal, now);
        foreach (var name in UsualProviders)
        {
            await AddRegistrationAsync(batch, subscription, name, now, cancellationToken);
        }

        await documents.CommitAsync(batch, cancellationToken);
        return index.Find(subscription.Id)!;
    }

    /// <summary>Changes a subscription's rules; its clusters stay as they are.</summary>
    public async Task<Subscription?> SetRulesAsync(string id, RuleSet rules, CancellationToken cancellationToken = default)
    {
        if (index.Find(id) is not { } subscription)
        {
            return null;
        }

        var changed = subscription with { Rules = rules };
        await documents.CommitAsync(
            new WriteBatch().Put(SubscriptionIndex.Subscriptions, subscription.Id, SubscriptionCodec.Write(changed)), cancellationToken);
        return changed;
    }

    /// <summary>Adds a completed registration to a batch, with the principals and roles of the services behind the provider.</summary>
    public async Task AddRegistrationAsync(
        WriteBatch batch, Subscription subscription, string providerNamespace, DateTimeOffset begun, CancellationToken cancellationToken)
    {
        foreach (var service in types.FindProvider(providerNamespace)?.FirstParties ?? [])
        {
            var principal = await directory.EnsureFirstPartyAsync(subscription.TenantId, service.AppId, service.DisplayName, cancellationToken);
            foreach (var role in service.RoleDefinitionIds)
            {
                RoleAssignmentDocument.Put(batch, subscription.Id, role, principal.ObjectId, PrincipalKind.ServicePrincipal, begun);
            }
        }

        var registration = new Registration(types.CanonicalNamespace(providerNamespace), RegistrationState.Registered, begun, null);
        batch.Put(SubscriptionIndex.Registrations, SubscriptionIndex.RegistrationKey(subscription.Id, providerNamespace), SubscriptionCodec.Write(registration));
    }

    private PrincipalKind KindOf(string tenantId, string objectId) =>
        directory.FindPrincipal(tenantId, objectId)?.Kind ?? PrincipalKind.ServicePrincipal;
}

using Verditer.Core;
using Verditer.ResourceManager.Types;

namespace Verditer.ResourceManager;

/// <summary>
/// What is special about one resource type. As it stands it is the generic handler: what is written is stored, listed, tagged and deleted. A type that
/// <i>does</i> something derives from it. Everything before the type's own rules (authentication, roles, gates, validation against the api-version) is done by the
/// pipeline.
/// </summary>
/// <param name="links">What a type without code refers to.</param>
public class ResourceTypeHandler(ResourceType type, IReadOnlyList<LinkedProperty>? links = null)
{
    public ResourceType Type { get; } = type;

    /// <summary>False for the generic handler: such types are counted as stored only.</summary>
    public virtual bool HasCode => GetType() != typeof(ResourceTypeHandler);

    /// <summary>Api-versions for a type that the type data does not have; empty to take them from there.</summary>
    public virtual IReadOnlyList<string> ApiVersions => [];

    /// <summary>Where resources of the type live; null for what the type data says, and anywhere where that does not know the type.</summary>
    public virtual DeploymentScopes? Scopes => null;

    /// <summary>True where clients send partial bodies with PUT, to be merged into what is stored (scale sets, as the cloud provider sends them).</summary>
    public virtual bool MergesOnPut => false;

    /// <summary>Properties that refer to other resources; the caller needs the action on each that is new.</summary>
    public virtual IReadOnlyList<LinkedProperty> Links { get; } = links ?? [];

    /// <summary>Names that are allowed; null for ARM's general rule (1 to 260 characters, none of <c>&lt;&gt;%&amp;\?/</c>).</summary>
    public virtual NameRule? NameRule => null;

    public virtual IReadOnlyList<ResourceAction> Actions => [];

    /// <summary>Preview features that this write needs, looked at before anything in the body is validated.</summary>
    public virtual ArmError? CheckFeatures(WriteRequest request) => null;

    /// <summary>The type's own rules, and what shall be stored. By default: what was sent, <c>Succeeded</c>.</summary>
    public virtual ValueTask<Result<WritePlan>> PlanWriteAsync(WriteRequest request, CancellationToken cancellationToken)
    {
        request.Properties["provisioningState"] = "Succeeded";
        return new(new WritePlan(request.Body));
    }

    /// <summary>What deleting means. By default the document goes at once.</summary>
    public virtual ValueTask<Result<DeletePlan>> PlanDeleteAsync(StoredResource existing, ArmContext context, CancellationToken cancellationToken) =>
        new(DeletePlan.Now);

    /// <summary>Reads a resource. By default its document; a child that lives in its parent is looked up there.</summary>
    public virtual async ValueTask<StoredResource?> FindAsync(ResourceId id, ResourceStore store, CancellationToken cancellationToken) =>
        await store.FindAsync(id, cancellationToken);

    /// <summary>False for what the caller must not know of: above subscriptions, a resource of another tenant. For the caller it does not exist.</summary>
    public virtual bool IsKnownTo(ArmContext context, StoredResource resource) => true;

    /// <summary>The resources of this type directly below a parent, or in a group or subscription.</summary>
    public virtual ValueTask<IReadOnlyList<StoredResource>> ListAsync(ArmContext context, ResourceStore store, CancellationToken cancellationToken) =>
        store.ListAsync(context.Id, Type, cancellationToken);

    /// <summary>The bytes that a GET answers; by default those stored.</summary>
    public virtual ReadOnlyMemory<byte> Render(StoredResource resource, ArmContext context) => resource.Bytes;

    /// <summary>Which resources of a list are answered, by the request's <c>$filter</c>; or its refusal. By default all.</summary>
    public virtual Result<Func<StoredResource, bool>> ReadFilter(ArmContext context) => (Func<StoredResource, bool>)(_ => true);

    /// <summary>Order in which a group's contents are deleted: lower first.</summary>
    public virtual int DeletionOrder => 0;
}

using Verditer.Core;

namespace Verditer.ResourceManager;

/// <summary>Lists of resources of any type: those that are tracked (with a location), not children and not extensions.</summary>
internal sealed class ResourceListEndpoints(ResourceStore resources)
{
    public IEnumerable<ArmEndpoint> All =>
    [
        new("GET", "/subscriptions/{subscriptionId}/resources", "Microsoft.Resources/subscriptions/resources/read", ListAsync) { ListsResources = true },
        new("GET", "/subscriptions/{subscriptionId}/resourceGroups/{group}/resources", "Microsoft.Resources/subscriptions/resourceGroups/resources/read", ListInGroupAsync),
    ];

    private async ValueTask<Result<ArmResponse>> ListInGroupAsync(ArmContext context, CancellationToken cancellationToken) =>
        await resources.FindAsync(context.Id, cancellationToken) is null
            ? ArmErrors.ResourceGroupNotFound(context.Id.Name)
            : await ListAsync(context, cancellationToken);

    private async ValueTask<Result<ArmResponse>> ListAsync(ArmContext context, CancellationToken cancellationToken)
    {
        var filter = context.Request.Query.GetValueOrDefault("$filter");
        if (ResourceFilter.Read(filter) is not { } matches)
        {
            return ResourceFilter.Refuse(filter);
        }

        var all = await resources.ListBelowAsync(context.Id, cancellationToken);
        var shown = all.Where(r => IsTracked(r) && context.MayRead(r.Id) && matches(r)).ToList();
        return ListPage.Write(context, shown, Summary);
    }

    private static bool IsTracked(StoredResource r) =>
        r.Location is not null && !r.Id.Type.IsChild && r.Id.IsExtension && r.Id.Parent!.Type == ResourceType.ResourceGroup;

    /// <summary>What a list shows of a resource: everything but its properties.</summary>
    private static ReadOnlyMemory<byte> Summary(StoredResource resource)
    {
        var body = resource.Body.Copy();
        body.Remove("properties");
        body.Remove("etag");
        return Json.ToBytes(body);
    }
}

using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.ResourceManager;

/// <summary>
/// A child that lives in an array of its parent's properties, as a subnet does in its virtual network: both ways of writing it come to the same. The parent's
/// handler sees every change, so that the parent's rules hold.
/// </summary>
/// <param name="property">The parent's property that holds the children.</param>
/// <param name="parent">The parent's handler.</param>
public class EmbeddedChildHandler(ResourceType type, string property, ResourceTypeHandler parent, ResourceStore resources) : ResourceTypeHandler(type)
{
    /// <summary>The parent's links that lie in this child, so that writing the child alone asks for the same rights.</summary>
    public override IReadOnlyList<LinkedProperty> Links { get; } =
        [.. parent.Links.Where(l => l.Path.StartsWith(PathOf(property), StringComparison.Ordinal)).Select(l => l with { Path = l.Path[PathOf(property).Length..] })];

    public override async ValueTask<StoredResource?> FindAsync(ResourceId id, ResourceStore store, CancellationToken cancellationToken)
    {
        var holder = await parent.FindAsync(id.Parent!, store, cancellationToken);
        return holder is null ? null : Children(holder).FirstOrDefault(c => c.Id.Equals(id));
    }

    public override async ValueTask<IReadOnlyList<StoredResource>> ListAsync(ArmContext context, ResourceStore store, CancellationToken cancellationToken)
    {
        var holder = await parent.FindAsync(context.Id, store, cancellationToken);
        return holder is null ? [] : [.. Children(holder)];
    }

    public override async ValueTask<Result<WritePlan>> PlanWriteAsync(WriteRequest request, CancellationToken cancellationToken)
    {
        var holder = await resources.FindAsync(request.Id.Parent!, cancellationToken);
        if (holder is null)
        {
            return ArmErrors.ResourceNotFound(request.Id.Parent!);
        }

        var body = holder.Body.Copy();
        var children = Array(body);
        var index = IndexOf(children, request.Id.Name);
        request.Body.Remove("type");
        if (index < 0)
        {
            children.Add((JsonNode)request.Body);
        }
        else
        {
            children[index] = request.Body;
        }

        var planned = await parent.PlanWriteAsync(
            new WriteRequest(holder.Id, body, body, holder, IsPatch: false, request.Context), cancellationToken);
        if (!planned.TryGet(out var plan, out var error))
        {
            return error;
        }

        var stored = Array(plan.Resource);
        return plan with { Holder = holder, Answer = (JsonObject)stored[IndexOf(stored, request.Id.Name)]! };
    }

    public override async ValueTask<Result<DeletePlan>> PlanDeleteAsync(StoredResource existing, ArmContext context, CancellationToken cancellationToken)
    {
        var holder = (await resources.FindAsync(existing.Id.Parent!, cancellationToken))!;
        var body = holder.Body.Copy();
        var children = Array(body);
        var index = IndexOf(children, existing.Id.Name);
        if (index >= 0)
        {
            children.RemoveAt(index);
        }

        var planned = await parent.PlanWriteAsync(new WriteRequest(holder.Id, body, body, holder, IsPatch: false, context), cancellationToken);
        return planned.TryGet(out var plan, out var error)
            ? new DeletePlan { Resource = plan.Resource, Holder = holder, Also = plan.Also }
            : error;
    }

    private static string PathOf(string property) => $"properties.{property}.*.";

    private IEnumerable<StoredResource> Children(StoredResource holder) =>
        ((holder.Properties[property] as JsonArray) ?? []).OfType<JsonObject>()
            .Select(c => new StoredResource(Canonical(holder.Id, c), Json.ToBytes(c), holder.Revision));

    private ResourceId Canonical(ResourceId holder, JsonObject child) =>
        holder.Child(Type.Path[(Type.Path.LastIndexOf('/') + 1)..], child.Text("name") ?? "");

    private JsonArray Array(JsonObject body)
    {
        var properties = body.Section("properties");
        if (properties[property] is not JsonArray array)
        {
            properties[property] = array = [];
        }

        return array;
    }

    private static int IndexOf(JsonArray children, string name)
    {
        for (var i = 0; i < children.Count; i++)
        {
            if (string.Equals(children[i].Text("name"), name, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }
}

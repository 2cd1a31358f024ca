using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.Network;

/// <summary>
/// What all network resources have in common: an ETag of their own in the body, a resourceGuid, and children in arrays that get ids, ETags and a provisioning state
/// too. Source: Microsoft.Network in the REST specifications.
/// </summary>
public abstract class NetworkResourceHandler(ResourceType type, ReferenceCheck references) : ResourceTypeHandler(type)
{
    /// <summary>Arrays of <c>properties</c> whose elements are children with ids.</summary>
    protected virtual IReadOnlyList<string> ChildArrays => [];

    /// <summary>The type's own rules; changes the body where it must be filled in.</summary>
    protected virtual ValueTask<ArmError?> PrepareAsync(WriteRequest request, WriteExtras extras, CancellationToken cancellationToken) => new((ArmError?)null);

    public sealed override async ValueTask<Result<WritePlan>> PlanWriteAsync(WriteRequest request, CancellationToken cancellationToken)
    {
        if (await references.CheckAsync(request.Id, request.Body, Links, cancellationToken) is { } missing)
        {
            return missing;
        }

        if (CheckChildNames(request) is { } unnamed)
        {
            return unnamed;
        }

        Complete(request);
        WriteExtras extras = new();
        if (await PrepareAsync(request, extras, cancellationToken) is { } error)
        {
            return error;
        }

        return new WritePlan(request.Body) { Also = extras.Also };
    }

    private ArmError? CheckChildNames(WriteRequest request)
    {
        foreach (var array in ChildArrays)
        {
            foreach (var child in (request.Properties[array] as JsonArray ?? []).OfType<JsonObject>())
            {
                if (!ResourceId.IsName(child.Text("name")))
                {
                    return new ArmError(400, "InvalidResourceName",
                        $"Resource name {child.Text("name")} is invalid. The name can be up to 80 characters long. It must begin with a word character, and it must end with a word character or with '_'. The name may contain word characters or '.', '-', '_'.",
                        $"properties.{array}");
                }
            }
        }

        return null;
    }

    private void Complete(WriteRequest request)
    {
        var etag = ETags.New();
        var properties = request.Properties;
        request.Body["etag"] = etag;
        properties["provisioningState"] = "Succeeded";
        properties["resourceGuid"] = request.Existing?.Body.Text("properties", "resourceGuid") ?? Guid.NewGuid().ToString();
        foreach (var name in ChildArrays)
        {
            if (properties[name] is not JsonArray children)
            {
                properties[name] = new JsonArray();
                continue;
            }

            foreach (var child in children.OfType<JsonObject>())
            {
                CompleteChild(request.Id, name, child, etag);
            }
        }
    }

    private void CompleteChild(ResourceId owner, string array, JsonObject child, string etag)
    {
        child["id"] = $"{owner.Text}/{array}/{child.Text("name")}";
        child["etag"] = etag;
        child["type"] = $"{Type.FullName}/{array}";
        child.Section("properties")["provisioningState"] = "Succeeded";
    }
}

/// <summary>Further writes that a rule asks for.</summary>
public sealed class WriteExtras
{
    public Action<Storage.WriteBatch>? Also { get; set; }
}

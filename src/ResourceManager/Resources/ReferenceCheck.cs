using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.ResourceManager;

/// <summary>What a body refers to exists. A reference is given as the path of the property that holds an id.</summary>
public sealed class ReferenceCheck(ResourceStore resources, Lazy<ResourceTypeRegistry> types)
{
    /// <summary>The refusal for the first reference to something that does not exist; references into the resource itself are looked up in the body.</summary>
    public async ValueTask<ArmError?> CheckAsync(
        ResourceId owner, JsonObject body, IEnumerable<LinkedProperty> links, CancellationToken cancellationToken)
    {
        foreach (var text in links.SelectMany(l => l.Find(body)))
        {
            if (!ResourceId.TryParse(text, out var id))
            {
                return new ArmError(400, "LinkedInvalidPropertyId", $"Property id '{text}' is invalid. Expect fully qualified resource Id.", text);
            }

            if (owner.Contains(id))
            {
                continue;
            }

            var handler = types.Value.Find(id.Type)?.Handler;
            if (handler is null || await handler.FindAsync(id, resources, cancellationToken) is null)
            {
                return NotFound(owner, id);
            }
        }

        return null;
    }

    /// <summary>Network's refusal of a reference that leads nowhere.</summary>
    public static ArmError NotFound(ResourceId owner, ResourceId id) => new(400, "InvalidResourceReference",
        $"Resource {id.Text} referenced by resource {owner.Text} was not found. Please make sure that the referenced resource exists, and that both resources are in the same region.", id.Text);

    /// <summary>The first resource in the same group that refers to this one.</summary>
    public async ValueTask<ResourceId?> FindUserAsync(
        ResourceId used, ResourceType userType, LinkedProperty link, CancellationToken cancellationToken)
    {
        var users = await resources.ListAsync(used.SubscriptionScope!, userType, cancellationToken);
        return users.FirstOrDefault(u => link.Find(u.Body).Any(id => string.Equals(id, used.Text, StringComparison.OrdinalIgnoreCase)))?.Id;
    }
}

using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.ResourceManager.Types;

namespace Verditer.ResourceManager;

/// <summary>
/// A body's property names are taken without regard to case and from here on stand in the type's own spelling: no later rule and no handler can be passed by with another
/// one. The same name twice in different spellings is refused.
/// </summary>
internal sealed class UseTypesSpelling(ResourceTypeRegistry types) : IRequestRule
{
    /// <summary>What every resource may have, for types that the type data does not hold (resource groups).</summary>
    private static readonly string[] Common = ["location", "tags", "properties", "managedBy", "identity", "sku", "kind", "plan", "zones"];

    public ValueTask<ArmError?> CheckAsync(ArmContext context, CancellationToken cancellationToken)
    {
        if (!context.IsWrite)
        {
            return new((ArmError?)null);
        }

        var twice = types.Catalog.TryFind(context.Target.Type, out ServedType? served)
            ? BodySpelling.Apply(served, context.ApiVersion, context.Id.Name, context.Body)
            : RespellCommon(context.Body);
        return new(twice is null
            ? null
            : new ArmError(400, "InvalidRequestContent",
                $"The request content was invalid and could not be deserialized: 'the property '{twice}' is there more than once, in spellings that differ only in case'.", twice));
    }

    private static string? RespellCommon(JsonObject body)
    {
        foreach (var (name, value) in body.ToList())
        {
            if (Array.Find(Common, c => c.Equals(name, StringComparison.OrdinalIgnoreCase)) is not { } own || own == name)
            {
                continue;
            }

            if (body.ContainsKey(own))
            {
                return own;
            }

            body.Remove(name);
            body[own] = value;
        }

        return null;
    }
}

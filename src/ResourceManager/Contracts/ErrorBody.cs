using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.ResourceManager;

/// <summary>Writes <c>{"error":{"code","message","target","details"}}</c>.</summary>
public static class ErrorBody
{
    public static byte[] Write(ArmError error) => Json.ToBytes(new JsonObject { ["error"] = Node(error) });

    /// <summary>The inner object, also used in an operation's status.</summary>
    public static JsonObject Node(ArmError error)
    {
        var node = new JsonObject { ["code"] = error.Code, ["message"] = error.Message };
        if (error.Target is not null)
        {
            node["target"] = error.Target;
        }

        if (error.Details is { Count: > 0 } details)
        {
            node["details"] = new JsonArray([.. details.Select(Detail)]);
        }

        return node;
    }

    private static JsonNode Detail(ArmErrorDetail detail)
    {
        var node = new JsonObject { ["code"] = detail.Code, ["message"] = detail.Message };
        if (detail.Target is not null)
        {
            node["target"] = detail.Target;
        }

        return node;
    }
}

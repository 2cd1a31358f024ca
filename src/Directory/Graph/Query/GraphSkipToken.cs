using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>
/// Where the next page begins: after the place of the last object shown. It names no position, so objects that come or go in between are neither
/// shown twice nor left out.
/// </summary>
internal static class GraphSkipToken
{
    public static string Write(IReadOnlyList<string> place) =>
        Base64Url.EncodeToString(Json.ToBytes(new JsonObject { ["after"] = new JsonArray([.. place.Select(text => JsonValue.Create(text))]) }));

    /// <summary>The place; null when the token is none of ours.</summary>
    public static IReadOnlyList<string>? Read(string token)
    {
        if (!Base64Url.IsValid(token))
        {
            return null;
        }

        try
        {
            return GraphBody.Texts(Json.ParseObject(Base64Url.DecodeFromChars(token)), "after");
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

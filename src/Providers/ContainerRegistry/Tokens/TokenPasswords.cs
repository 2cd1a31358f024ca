using System.Text.Json.Nodes;

namespace Verditer.Providers.ContainerRegistry;

/// <summary>How a token's passwords are shown.</summary>
internal static class TokenPasswords
{
    public static readonly IReadOnlyList<string> Names = ["password1", "password2"];

    /// <summary>The <c>credentials</c> of a token: names and times, never a value.</summary>
    public static JsonObject Shown(IEnumerable<StoredPassword> passwords) => new()
    {
        ["certificates"] = new JsonArray(),
        ["passwords"] = new JsonArray([.. passwords.Select(p => (JsonNode)Describe(p))]),
    };

    public static JsonObject Describe(StoredPassword password) => new()
    {
        ["creationTime"] = SystemData.Time(password.Created),
        ["expiry"] = password.Ends is { } ends ? SystemData.Time(ends) : null,
        ["name"] = password.Name,
    };
}

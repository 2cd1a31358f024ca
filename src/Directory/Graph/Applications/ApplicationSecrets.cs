using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary><c>passwordCredentials</c> in a body: a new application's are generated; an existing one's can only be left out.</summary>
internal static class ApplicationSecrets
{
    private const string Property = "passwordCredentials";

    public static IReadOnlyList<AddedSecret>? Read(JsonObject body, DateTimeOffset now, out GraphError? refusal)
    {
        refusal = null;
        var added = new List<AddedSecret>();
        foreach (var asked in body[Property] as JsonArray ?? [])
        {
            if (GraphPasswords.Create(asked, now) is not { } secret)
            {
                refusal = GraphPasswords.InvalidTimes(asked, now);
                return null;
            }

            added.Add(secret);
        }

        return added;
    }

    public static GraphError? RefuseNew(JsonObject body, ApplicationRecord app) =>
        KeyIds(body) is { } kept && kept.Any(id => !app.Passwords.Any(password => password.KeyId.Equals(id, StringComparison.OrdinalIgnoreCase)))
            ? GraphError.Bad("New password credentials must be generated with service actions.")
            : null;

    public static ApplicationRecord Keep(JsonObject body, ApplicationRecord app) =>
        KeyIds(body) is { } kept ? app with { Passwords = [.. app.Passwords.Where(password => DirectoryReferences.Has(kept, password.KeyId))] } : app;

    private static IReadOnlyList<string>? KeyIds(JsonObject body) =>
        body[Property] is JsonArray list ? [.. list.Select(each => each.Text("keyId") ?? "")] : null;
}

using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>What a body makes of an application, and the rules that it must keep.</summary>
internal static class ApplicationRules
{
    private const string Resource = "Application";
    private const int MostNameCharacters = 256;

    private static readonly string[] Audiences = ["AzureADMyOrg", "AzureADMultipleOrgs", "AzureADandPersonalMicrosoftAccount", "PersonalMicrosoftAccount"];

    public static GraphChange<ApplicationRecord> Apply(DirectoryIndex index, JsonObject body, ApplicationRecord app, DateTimeOffset now)
    {
        if (GraphShapes.Refuse(body, GraphDefaults.Application, Resource) is { } misshapen)
        {
            return misshapen;
        }

        if (Keys(body, app, now, out var refusal) is not { } keys)
        {
            return refusal!;
        }

        var changed = app with
        {
            DisplayName = body.Text("displayName") ?? app.DisplayName,
            IdentifierUris = GraphBody.Texts(body, "identifierUris") ?? app.IdentifierUris,
            KeyCredentials = keys,
            TokenVersion = TokenVersion(body, app),
            Extra = GraphBody.Extra(body, app.Extra),
        };
        return Refuse(index, body, app, changed) is { } error ? error : changed;
    }

    private static GraphError? Refuse(DirectoryIndex index, JsonObject body, ApplicationRecord before, ApplicationRecord after)
    {
        var extra = after.Extra ?? [];
        return after.DisplayName.Length == 0 || (body.ContainsKey("displayName") && body.Text("displayName") is null) ? GraphError.Missing("displayName", Resource)
            : after.DisplayName.Length > MostNameCharacters ? GraphError.Invalid("displayName", Resource)
            : extra.Text("signInAudience") is { } audience && !Audiences.Contains(audience) ? GraphError.Invalid("signInAudience", Resource)
            : after.TokenVersion is not (null or 1 or 2) ? GraphError.Invalid("requestedAccessTokenVersion", Resource)
            : IdentifierUriRules.Refuse(index, before, after)
                ?? RedirectUriRules.Refuse(extra)
                ?? OfferedPermissionRules.Refuse(before.Extra ?? [], extra)
                ?? RequiredAccessRules.Refuse(extra);
    }

    private static IReadOnlyList<KeyCredentialRecord>? Keys(JsonObject body, ApplicationRecord app, DateTimeOffset now, out GraphError? refusal)
    {
        refusal = null;
        return body["keyCredentials"] is JsonArray asked ? GraphKeys.Read(asked, app.KeyCredentials, now, out refusal) : app.KeyCredentials;
    }

    private static int? TokenVersion(JsonObject body, ApplicationRecord app) =>
        body["api"] is JsonObject api && api.ContainsKey("requestedAccessTokenVersion") ? api.Number("requestedAccessTokenVersion") : app.TokenVersion;
}

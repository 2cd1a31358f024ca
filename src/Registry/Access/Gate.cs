using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Verditer.Core;

namespace Verditer.Registry;

/// <summary>Lets a request in whose holder has the rights that it needs, both by its token and by its roles as they are now.</summary>
internal sealed class Gate(Credentials credentials, Rights rights, RefusalNotes refusals)
{
    /// <summary>Who asks; or the challenge.</summary>
    /// <param name="wanted">All of them are needed; none where it is enough to be known.</param>
    public async Task<Outcome<Credential>> EnterAsync(HttpContext context, RegistryFacts registry, IReadOnlyList<WantedRight> wanted)
    {
        var (credential, isBad) = await credentials.ReadAsync(context.Request, registry);
        if (credential is null)
        {
            var challenge = Challenges.Of(registry, wanted, isBad ? "invalid_token" : null);
            if (isBad)
            {
                refusals.Note(context, registry, challenge, null, null);
            }

            return challenge;
        }

        if (wanted.FirstOrDefault(right => !Has(registry, credential, right)) is not { } missing)
        {
            return credential;
        }

        var refusal = Challenges.Of(registry, wanted, "insufficient_scope");
        refusals.Note(context, registry, refusal, credential.Identity, rights.Has(registry, credential.Identity, missing) ? null : missing);
        return refusal;
    }

    public bool Has(RegistryFacts registry, Credential credential, WantedRight right) => IsGranted(credential, right) && IsHeld(registry, credential, right);

    private static bool IsGranted(Credential credential, WantedRight right) => credential.Granted is not { } granted || granted.Contains(right);

    /// <summary>A token of a user of the registry says what it is for, and the password behind it was checked when it was made; everybody else's roles are looked at again.</summary>
    private bool IsHeld(RegistryFacts registry, Credential credential, WantedRight right) =>
        (credential.Identity.User is not null && credential.Granted is not null) || rights.Has(registry, credential.Identity, right);
}

/// <summary>Answers that say how to get in.</summary>
/// <remarks>Source: recorded traffic of Azure's SDKs, and https://distribution.github.io/distribution/spec/auth/token/</remarks>
internal static class Challenges
{
    private const string Text = "authentication required, visit https://aka.ms/acr/authorization for more information.";

    /// <param name="error">What is wrong with the credential that was brought; null where none was.</param>
    public static RegistryError Of(RegistryFacts registry, IReadOnlyList<WantedRight> wanted, string? error)
    {
        var header = $"Bearer realm=\"https://{registry.LoginServer}/oauth2/token\",service=\"{registry.LoginServer}\"";
        header += wanted.Count > 0 ? $",scope=\"{TokenScope.Format(wanted)}\"" : "";
        header += error is null ? "" : $",error=\"{error}\"";
        return Unauthorized(wanted) with { Headers = [new("WWW-Authenticate", header)] };
    }

    /// <summary>The same words without the way in: what the token endpoints answer.</summary>
    public static RegistryError Unauthorized(IReadOnlyList<WantedRight> wanted) => new(401, "UNAUTHORIZED", Text)
    {
        Detail = wanted.Count == 0 ? null : new JsonArray([.. wanted.OrderBy(right => right.Action.Name, StringComparer.Ordinal).Select(Describe)]),
    };

    private static JsonNode Describe(WantedRight right) => new JsonObject { ["Type"] = right.Type, ["Name"] = right.Name, ["Action"] = right.Action.Name };
}

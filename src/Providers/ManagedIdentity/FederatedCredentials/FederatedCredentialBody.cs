using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Providers.ManagedIdentity;

/// <summary>The rules of what a federated credential says.</summary>
internal static class FederatedCredentialBody
{
    private const int MostCharacters = 600;

    public static Result<FederatedIdentityCredential> Read(string name, JsonObject properties)
    {
        if (properties.ContainsKey("claimsMatchingExpression"))
        {
            return FederatedCredentialErrors.NoExpressions;
        }

        var (issuer, subject) = (properties.Text("issuer"), properties.Text("subject"));
        if (string.IsNullOrEmpty(issuer) || string.IsNullOrEmpty(subject) || properties["audiences"] is not JsonArray audiences)
        {
            return FederatedCredentialErrors.Incomplete;
        }

        List<string> texts = [.. audiences.Select(audience => audience.Text() ?? "")];
        return texts is not [{ Length: > 0 }] ? FederatedCredentialErrors.OneAudience
            : FirstTooLong(("issuer", issuer), ("subject", subject), ("audiences", texts[0])) is { } tooLong ? FederatedCredentialErrors.TooLong(tooLong, MostCharacters)
            : !Uri.TryCreate(issuer, UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttps ? FederatedCredentialErrors.NotAnIssuer(issuer)
            : new FederatedIdentityCredential(name, issuer, subject, texts);
    }

    private static string? FirstTooLong(params ReadOnlySpan<(string Name, string Value)> values)
    {
        foreach (var (name, value) in values)
        {
            if (value.Length > MostCharacters)
            {
                return name;
            }
        }

        return null;
    }
}

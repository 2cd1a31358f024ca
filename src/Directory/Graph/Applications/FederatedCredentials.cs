using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>The rules of federated identity credentials on an application.</summary>
/// <remarks>Source: https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations</remarks>
internal static partial class FederatedCredentials
{
    private const int MostOfOne = 20;
    private const int MostCharacters = 600;
    private const string ObjectType = "Microsoft.Online.DirectoryServices.Application";

    public static JsonObject Show(FederatedCredentialRecord credential) => new()
    {
        ["id"] = credential.Id,
        ["name"] = credential.Name,
        ["issuer"] = credential.Issuer,
        ["subject"] = credential.Subject,
        ["description"] = credential.Description,
        ["audiences"] = GraphObjects.List(credential.Audiences),
    };

    /// <summary>The credential that a path names by its id or its name.</summary>
    public static FederatedCredentialRecord? Find(ApplicationRecord app, string key)
    {
        var name = key.StartsWith("name=", StringComparison.OrdinalIgnoreCase) ? key["name=".Length..] : key;
        return app.FederatedCredentials.FirstOrDefault(each => each.Id.Equals(name, StringComparison.OrdinalIgnoreCase) || each.Name == name);
    }

    /// <summary>What a body makes of a credential; the refusal where it breaks a rule.</summary>
    public static FederatedCredentialRecord? Apply(JsonObject body, FederatedCredentialRecord before, ApplicationRecord app, out GraphError? refusal)
    {
        var after = before with
        {
            Name = body.Text("name") ?? before.Name,
            Issuer = body.Text("issuer") ?? before.Issuer,
            Subject = body.Text("subject") ?? before.Subject,
            Audiences = GraphBody.Texts(body, "audiences") ?? before.Audiences,
            Description = body.ContainsKey("description") ? body.Text("description") : before.Description,
        };
        var others = app.FederatedCredentials.Where(each => each.Id != before.Id).ToList();
        refusal = before.Name.Length > 0 && after.Name != before.Name ? Invalid("Name", after.Name, "Name is immutable and cannot be changed after creation.")
            : RefuseValues(after)
                ?? (others.Exists(each => each.Name == after.Name) ? GraphError.FederatedNameInUse(after.Name)
                : others.Exists(each => each.Issuer == after.Issuer && each.Subject == after.Subject) ? Invalid("Subject", after.Subject,
                    $"The combination of issuer and subject must be unique for the application. Issuer {after.Issuer} and Subject: {after.Subject} already exist.")
                : others.Count >= MostOfOne ? GraphError.Bad($"The application cannot have more than {MostOfOne} federated identity credentials.")
                : null);
        return refusal is null ? after : null;
    }

    private static GraphError? RefuseValues(FederatedCredentialRecord after) =>
        !Name().IsMatch(after.Name) ? Invalid("Name", after.Name, "The name must have 3 to 120 letters, digits, hyphens and underscores, and begin with a letter or a digit.")
        : after.Issuer.Length is 0 or > MostCharacters || !Uri.TryCreate(after.Issuer, UriKind.Absolute, out var issuer) || issuer.Scheme != Uri.UriSchemeHttps
            ? Invalid("Issuer", after.Issuer, $"The issuer must be an https address of at most {MostCharacters} characters.")
        : after.Subject.Length is 0 or > MostCharacters ? Invalid("Subject", after.Subject, $"The subject must have 1 to {MostCharacters} characters.")
        : after.Audiences is not [{ Length: > 0 and <= MostCharacters }]
            ? Invalid("Audiences", string.Join(',', after.Audiences), $"There must be one audience, of at most {MostCharacters} characters.")
        : after.Description?.Length > MostCharacters ? Invalid("Description", after.Description, $"The description must have at most {MostCharacters} characters.")
        : null;

    private static GraphError Invalid(string parameter, string value, string message) => new(400, "InvalidFederatedIdentityCredentialValue",
        $"{message} paramName: FederatedIdentityCredential.{parameter}, paramValue: {value}, objectType: {ObjectType}");

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9_-]{2,119}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Name();
}

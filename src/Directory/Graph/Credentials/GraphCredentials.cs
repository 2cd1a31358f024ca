using System.Text.Json.Nodes;

namespace Verditer.Directory;

/// <summary>Credentials as Graph shows them: never a secret, and of a certificate the public part only where it is asked for.</summary>
internal static class GraphCredentials
{
    /// <param name="secret">Only in the answer to the request that made it.</param>
    public static JsonObject Show(PasswordRecord password, string? secret) => new()
    {
        ["customKeyIdentifier"] = null,
        ["displayName"] = password.DisplayName,
        ["endDateTime"] = GraphTime.Write(password.End),
        ["hint"] = password.Hint,
        ["keyId"] = password.KeyId,
        ["secretText"] = secret,
        ["startDateTime"] = GraphTime.Write(password.Start),
    };

    public static JsonArray Show(IReadOnlyList<PasswordRecord> passwords) => new([.. passwords.Select(password => Show(password, null))]);

    /// <param name="withKeys">True where one object was asked for with <c>$select=keyCredentials</c>.</param>
    public static JsonArray Show(IReadOnlyList<KeyCredentialRecord> keys, bool withKeys = false) => new([.. keys.Select(key => new JsonObject
    {
        ["customKeyIdentifier"] = key.CustomKeyIdentifier is { } chosen ? Convert.ToBase64String(chosen) : key.Thumbprint,
        ["displayName"] = key.DisplayName,
        ["endDateTime"] = GraphTime.Write(key.End),
        ["key"] = withKeys ? Convert.ToBase64String(key.Certificate) : null,
        ["keyId"] = key.KeyId,
        ["startDateTime"] = GraphTime.Write(key.Start),
        ["type"] = "AsymmetricX509Cert",
        ["usage"] = key.Usage,
    })]);
}

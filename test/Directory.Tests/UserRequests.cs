using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Directory.Tests;

/// <summary>What clients send to the token endpoint for users.</summary>
internal static class UserRequests
{
    public const string AzureCli = "04b07795-8ddb-461a-bbee-02f9e1bf7b46";
    public const string ArmScope = "https://management.core.windows.net//.default offline_access openid profile";

    public static Task<JsonObject> SignInAsync(
        this TestDirectory entra, string user = "ada@verditer.onmicrosoft.com", string password = TestDirectory.Password, params (string Name, string Value)[] changes) =>
        entra.TokenAsync([("grant_type", "password"), ("username", user), ("password", password), .. changes]);

    public static Task<JsonObject> RefreshAsync(this TestDirectory entra, JsonObject before, params (string Name, string Value)[] changes) =>
        entra.TokenAsync([("grant_type", "refresh_token"), ("refresh_token", before.Text("refresh_token")!), .. changes]);

    /// <summary>A request as az sends it; later values replace earlier ones, and empty ones are left out.</summary>
    /// <param name="fields">The name <c>tenant</c> stands for the address.</param>
    public static async Task<JsonObject> TokenAsync(this TestDirectory entra, IEnumerable<(string Name, string Value)> fields)
    {
        var values = new Dictionary<string, string> { ["client_id"] = AzureCli, ["scope"] = ArmScope, ["client_info"] = "1", ["tenant"] = "organizations" };
        foreach (var (name, value) in fields)
        {
            values[name] = value;
        }

        var path = $"/{values["tenant"]}/oauth2/v2.0/token";
        return (await entra.PostAsync(path, values.Where(pair => pair.Key != "tenant" && pair.Value.Length > 0))).Body;
    }

    /// <summary>The AADSTS number of a refusal; null for a token.</summary>
    public static int? Number(this JsonObject answer) => answer["error_codes"] is JsonArray codes ? (int?)codes[0] : null;
}

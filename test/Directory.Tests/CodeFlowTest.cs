using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Verditer.Directory.Tests;

/// <summary>A test that signs in by a browser and redeems the code.</summary>
public abstract class CodeFlowTest : DirectoryTest
{
    protected const string Redirect = "http://localhost:53117";
    protected const string Verifier = "a-verifier-of-enough-characters-to-be-taken-for-one";
    private static readonly string Challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(Verifier)));

    protected static string Address(params (string Name, string Value)[] changes)
    {
        var values = new Dictionary<string, string>
        {
            ["tenant"] = "organizations",
            ["client_id"] = UserRequests.AzureCli,
            ["response_type"] = "code",
            ["redirect_uri"] = Redirect,
            ["scope"] = UserRequests.ArmScope,
            ["state"] = "my state&more",
            ["nonce"] = "my nonce",
            ["code_challenge"] = Challenge,
            ["code_challenge_method"] = "S256",
            ["client_info"] = "1",
        };
        foreach (var (name, value) in changes)
        {
            values[name] = value;
        }

        var query = values.Where(pair => pair.Key != "tenant" && pair.Value.Length > 0).Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}");
        return $"/{values["tenant"]}/oauth2/v2.0/authorize?{string.Join('&', query)}";
    }

    protected Task<JsonObject> RedeemAsync(string code, params (string Name, string Value)[] changes) => Entra.TokenAsync(
        [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", Redirect), ("code_verifier", Verifier), .. changes]);
}

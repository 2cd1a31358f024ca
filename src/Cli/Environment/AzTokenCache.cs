using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Host;

namespace Verditer.Cli;

/// <summary>
/// What az keeps in its own folder of this state. az 2.45 does not follow the challenge to fetch a new token, and no az looks at Verditer's clock: after a move it would go
/// on sending tokens that have ended. Sign-ins and refresh tokens stay.
/// </summary>
internal static class AzTokenCache
{
    private const string File = "msal_token_cache.json";

    public static void DropAccessTokens(string azureFolder)
    {
        var path = Path.Combine(azureFolder, File);
        try
        {
            var cache = Json.ParseObject(System.IO.File.ReadAllBytes(path));
            cache["AccessToken"] = new JsonObject();
            PrivateFile.Write(path, Encoding.UTF8.GetBytes(cache.ToJsonString()));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            // There is none, or it is not az's: nothing to drop.
        }
    }
}

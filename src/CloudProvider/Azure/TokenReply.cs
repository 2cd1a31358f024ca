using System.Text.Json;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.CloudProvider;

/// <summary>Reads the answer of a token endpoint.</summary>
internal static class TokenReply
{
    private const string Unreadable = "The token endpoint's answer cannot be read.";

    /// <param name="expires">Finds the token's end in the answer.</param>
    public static async Task<TokenAnswer> ReadAsync(
        HttpClient http, HttpRequestMessage request, Func<JsonObject, DateTimeOffset?> expires, CancellationToken cancellationToken)
    {
        using var response = await http.SendAsync(request, cancellationToken);
        var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        var status = (int)response.StatusCode;
        if (!response.IsSuccessStatusCode)
        {
            return new(null, status, System.Text.Encoding.UTF8.GetString(bytes));
        }

        try
        {
            // A body that holds a token is never repeated in an error.
            var body = Json.ParseObject(bytes);
            return body.Text("access_token") is { Length: > 0 } value && expires(body) is { } end
                ? new(new CloudToken(value, end), status, "")
                : new(null, status, Unreadable);
        }
        catch (JsonException)
        {
            return new(null, status, Unreadable);
        }
    }
}

using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>What a client sent to the token endpoint; the credentials come in the body or in a Basic header.</summary>
internal sealed record TokenParameters(string? GrantType, string? ClientId, string? Secret, bool HasAssertion, string? Scope, string? Resource, string? Claims)
{
    public static readonly TokenParameters None = new(null, null, null, false, null, null, null);

    /// <summary>Everything that was sent in the body.</summary>
    private FormFields? Fields { get; init; }

    public static async ValueTask<TokenParameters> ReadAsync(HttpRequest request)
    {
        var form = await FormFields.ReadAsync(request);
        var (basicId, basicSecret) = ReadBasic(request.Headers.Authorization.ToString());
        return new(
            form.Find("grant_type"), form.Find("client_id") ?? basicId, form.Find("client_secret") ?? basicSecret, form.Find("client_assertion") is not null,
            form.Find("scope"), form.Find("resource"), form.Find("claims")) { Fields = form };
    }

    /// <summary>A parameter of one grant or one credential; null when it is missing or empty.</summary>
    public string? Text(string name) => Fields?.Find(name);

    /// <summary>The client capabilities (<c>xms_cc</c>) of the <c>claims</c> parameter; null when it is not a JSON object.</summary>
    public IReadOnlyList<string>? ReadCapabilities()
    {
        if (Claims is null)
        {
            return [];
        }

        try
        {
            return Json.ParseObject(Encoding.UTF8.GetBytes(Claims)).At("access_token", "xms_cc", "values") is JsonArray values
                ? [.. values.OfType<JsonValue>().Where(value => value.GetValueKind() == JsonValueKind.String).Select(value => value.GetValue<string>())]
                : [];
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static (string? Id, string? Secret) ReadBasic(string header)
    {
        if (!header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
        {
            return default;
        }

        var decoded = new byte[header.Length];
        return Convert.TryFromBase64String(header[6..].Trim(), decoded, out var length)
            && Encoding.UTF8.GetString(decoded, 0, length).Split(':', 2) is [var id, var secret]
            ? (Uri.UnescapeDataString(id), Uri.UnescapeDataString(secret))
            : default;
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Verditer.Core;

namespace Verditer.Registry;

/// <summary>A request that was let in.</summary>
/// <param name="Repository">Empty where the path names none.</param>
/// <param name="Reference">A tag, a digest or the id of an upload, as the path has it; empty where it has none.</param>
internal sealed record RegistryRequest(HttpContext Context, RegistryFacts Registry, Credential Credential, string Repository, string Reference)
{
    /// <summary>Bytes of the largest small body: a form, or attributes.</summary>
    private const int LargestSmallBody = 64 * 1024;

    public string LoginServer => Registry.LoginServer;

    public HttpRequest Http => Context.Request;

    public CancellationToken Aborted => Context.RequestAborted;

    public bool IsHead => HttpMethods.IsHead(Http.Method);

    /// <summary>The value of a query parameter; null where it is missing or empty.</summary>
    public string? Value(string name) => Http.Query[name].ToString() is { Length: > 0 } value ? value : null;

    /// <summary>The whole body; null where it is longer than this.</summary>
    public async Task<byte[]?> ReadBodyAsync(int largest)
    {
        if (Http.ContentLength > largest)
        {
            return null;
        }

        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await Http.Body.ReadAsync(buffer, Aborted)) > 0)
        {
            if (body.Length + read > largest)
            {
                return null;
            }

            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }

    /// <summary>The body as an object; null where it is none.</summary>
    public async Task<JsonObject?> ReadJsonAsync()
    {
        try
        {
            return await ReadBodyAsync(LargestSmallBody) is { } body ? Json.ParseObject(body) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Registry.Tests;

/// <summary>Asks a registry by its name over real HTTP.</summary>
internal sealed class RegistryClient(Uri address, string loginServer, AuthenticationHeaderValue? authorization) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = address };

    public async Task<Reply> SendAsync(string method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new(method), new Uri(path, UriKind.Relative)) { Content = content };
        request.Headers.Host = loginServer;
        request.Headers.Authorization = authorization;
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content!.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using var response = await _http.SendAsync(request);
        return new(
            (int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(),
            response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase));
    }

    public Task<Reply> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync("GET", path, null, headers);

    public Task<Reply> HeadAsync(string path) => SendAsync("HEAD", path);

    public Task<Reply> DeleteAsync(string path) => SendAsync("DELETE", path);

    public Task<Reply> PatchAsync(string path, JsonObject body) => SendAsync("PATCH", path, Content(Json.ToBytes(body), "application/json"));

    public Task<Reply> PostFormAsync(string path, params (string Name, string Value)[] values) =>
        SendAsync("POST", path, new FormUrlEncodedContent(values.Select(value => KeyValuePair.Create(value.Name, value.Value))));

    /// <summary>Pushes a blob in one request.</summary>
    /// <returns>Its digest.</returns>
    public async Task<string> PushBlobAsync(string repository, byte[] content)
    {
        var digest = DigestOf(content);
        (await SendAsync("POST", $"/v2/{repository}/blobs/uploads/?digest={digest}", Content(content))).ShouldBe(201);
        return digest;
    }

    /// <summary>Pushes an image of one layer.</summary>
    /// <param name="reference">A tag; null for none.</param>
    /// <returns>The manifest's digest.</returns>
    public async Task<string> PushImageAsync(string repository, string? reference = "latest", string layer = "layer", JsonObject? more = null)
    {
        var manifest = await ImageAsync(repository, layer, more);
        var digest = DigestOf(manifest);
        (await PutManifestAsync(repository, reference ?? digest, manifest)).ShouldBe(201);
        return digest;
    }

    /// <summary>The manifest of an image whose blobs are pushed.</summary>
    public async Task<byte[]> ImageAsync(string repository, string layer = "layer", JsonObject? more = null)
    {
        var config = Encoding.UTF8.GetBytes("""{"architecture":"amd64","os":"linux"}""");
        var manifest = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = MediaTypes.OciManifest,
            ["config"] = Descriptor("application/vnd.oci.image.config.v1+json", await PushBlobAsync(repository, config), config.Length),
            ["layers"] = new JsonArray(Descriptor(
                "application/vnd.oci.image.layer.v1.tar", await PushBlobAsync(repository, Encoding.UTF8.GetBytes(layer)), Encoding.UTF8.GetByteCount(layer))),
        };
        foreach (var (name, value) in more ?? [])
        {
            manifest[name] = value?.DeepClone();
        }

        return Json.ToBytes(manifest);
    }

    public Task<Reply> PutManifestAsync(string repository, string reference, byte[] manifest, string mediaType = MediaTypes.OciManifest) =>
        SendAsync("PUT", $"/v2/{repository}/manifests/{reference}", Content(manifest, mediaType));

    public void Dispose() => _http.Dispose();

    public static HttpContent Content(byte[] bytes, string mediaType = "application/octet-stream") =>
        new ByteArrayContent(bytes) { Headers = { ContentType = new(mediaType) } };

    public static JsonObject Descriptor(string mediaType, string digest, long size) => new() { ["mediaType"] = mediaType, ["digest"] = digest, ["size"] = size };

    public static string DigestOf(byte[] content) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}";
}

/// <summary>An answer, read to its end.</summary>
internal sealed record Reply(int Status, byte[] Body, IReadOnlyDictionary<string, string> Headers)
{
    public JsonObject Json => Core.Json.ParseObject(Body);

    /// <summary>The code of the first error; null where there is none.</summary>
    public string? Code => Json["errors"] is JsonArray errors ? errors[0].Text("code") : null;

    public string Header(string name) => Headers.TryGetValue(name, out var value) ? value : throw new ShouldAssertException($"The header '{name}' is missing.");

    public Reply ShouldBe(int status)
    {
        Status.ShouldBe(status, Encoding.UTF8.GetString(Body));
        return this;
    }

    public Reply ShouldBe(int status, string code)
    {
        ShouldBe(status);
        Code.ShouldBe(code);
        return this;
    }

    /// <summary>The strings of a list in the answer.</summary>
    public IReadOnlyList<string> Names(string list) => [.. ((JsonArray)Json[list]!).Select(name => name!.GetValue<string>())];
}

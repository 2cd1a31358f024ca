using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.CloudProvider;

/// <summary>The cluster's API over the wire: get, list, watch, create, patch.</summary>
/// <remarks>Source: https://kubernetes.io/docs/reference/using-api/api-concepts/</remarks>
internal sealed class KubernetesApi(KubernetesConnection connection, TimeProvider time)
{
    private const string MergePatch = "application/merge-patch+json";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public Task<KubernetesReply> GetAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, null, "", cancellationToken);

    public Task<KubernetesReply> CreateAsync(string path, JsonObject body, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, body, "application/json", cancellationToken);

    /// <summary>Merges a patch (RFC 7396).</summary>
    public Task<KubernetesReply> PatchAsync(string path, JsonObject patch, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Patch, path, patch, MergePatch, cancellationToken);

    /// <summary>Reads the kubeconfig again and lists.</summary>
    public Task<KubernetesReply> ListAsync(string path, CancellationToken cancellationToken)
    {
        connection.Refresh();
        return GetAsync(path, cancellationToken);
    }

    /// <summary>The events of a watch, as they come (<c>{"type","object"}</c>), until the server ends it.</summary>
    public async IAsyncEnumerable<JsonObject> WatchAsync(
        string path, string resourceVersion, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var query = $"{path}?watch=true&allowWatchBookmarks=true&timeoutSeconds=300&resourceVersion={Uri.EscapeDataString(resourceVersion)}";
        using var request = new HttpRequestMessage(HttpMethod.Get, query);
        using var response = await connection.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            yield return new JsonObject { ["type"] = "ERROR", ["object"] = new JsonObject { ["code"] = (int)response.StatusCode } };
            yield break;
        }

        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Length > 0)
            {
                yield return Json.ParseObject(Encoding.UTF8.GetBytes(line));
            }
        }
    }

    private async Task<KubernetesReply> SendAsync(
        HttpMethod method, string path, JsonObject? body, string contentType, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Json.ToBytes(body));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        }

        try
        {
            using var response = await connection.Http.SendAsync(request, either.Token);
            var bytes = await response.Content.ReadAsByteArrayAsync(either.Token);
            return new((int)response.StatusCode, bytes.Length == 0 ? [] : Json.ParseObject(bytes));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(0, new JsonObject { ["message"] = "The Kubernetes API did not answer in time." });
        }
        catch (Exception exception) when (IsFault(exception))
        {
            return new(0, new JsonObject { ["message"] = exception.Message });
        }
    }

    /// <summary>What a connection that fails throws.</summary>
    public static bool IsFault(Exception exception) => exception is HttpRequestException or IOException or JsonException or FormatException
        or UnauthorizedAccessException or ObjectDisposedException or System.Security.Cryptography.CryptographicException or YamlDotNet.Core.YamlException;
}

/// <summary>The API's answer: an object, or a <c>Status</c>.</summary>
/// <param name="Code">HTTP status; 0 when there was no answer.</param>
internal sealed record KubernetesReply(int Code, JsonObject Body)
{
    public bool Succeeded => Code is >= 200 and < 300;

    public CloudError Error => new(Code, Body.Text("message") ?? $"The Kubernetes API answered {Code}.");
}

using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.CloudProvider;

/// <summary>Reads and writes resources over the wire, with a token of the cluster's identity. A 401 drops the token and is tried once more with a new one.</summary>
internal sealed class ResourceManagerClient(HttpClient http, AccessTokens tokens, TimeProvider time)
{
    private const int Edits = 5;

    /// <summary>The resource; null when it does not exist.</summary>
    public async Task<Outcome<JsonObject?>> GetAsync(string id, string apiVersion, CancellationToken cancellationToken)
    {
        var sent = await SendAsync(HttpMethod.Get, Url(id, apiVersion), null, null, cancellationToken);
        return sent.TryGet(out var answer, out var error) ? answer.Body : error.Status == 404 ? (JsonObject?)null : error;
    }

    /// <summary>All resources of a collection, over all its pages.</summary>
    public async Task<Outcome<IReadOnlyList<JsonObject>>> ListAsync(string path, string apiVersion, CancellationToken cancellationToken)
    {
        List<JsonObject> all = [];
        for (var next = Url(path, apiVersion); next is not null;)
        {
            var sent = await SendAsync(HttpMethod.Get, next, null, null, cancellationToken);
            if (!sent.TryGet(out var answer, out var error))
            {
                return error;
            }

            all.AddRange((answer.Body.At("value") as JsonArray ?? []).OfType<JsonObject>());
            next = answer.Body.Text("nextLink") is { Length: > 0 } link ? new Uri(link) : null;
        }

        return all;
    }

    /// <summary>Writes a resource and waits until it is done.</summary>
    /// <returns>The resource as it is now.</returns>
    public async Task<Outcome<JsonObject>> PutAsync(string id, string apiVersion, JsonObject body, CancellationToken cancellationToken)
    {
        var sent = await SendAsync(HttpMethod.Put, Url(id, apiVersion), body, body.Text("etag"), cancellationToken);
        if (!sent.TryGet(out var answer, out var error))
        {
            return error;
        }

        if (answer.Operation is null)
        {
            return answer.Body ?? [];
        }

        if (await WaitAsync(answer, cancellationToken) is { } failure)
        {
            return failure;
        }

        var read = await GetAsync(id, apiVersion, cancellationToken);
        return read.TryGet(out var now, out error) ? now ?? [] : error;
    }

    /// <summary>Deletes a resource and waits until it is gone. One that is not there is no error.</summary>
    public async Task<CloudError?> DeleteAsync(string id, string apiVersion, CancellationToken cancellationToken)
    {
        var sent = await SendAsync(HttpMethod.Delete, Url(id, apiVersion), null, null, cancellationToken);
        return sent.TryGet(out var answer, out var error)
            ? answer.Operation is null ? null : await WaitAsync(answer, cancellationToken)
            : error.Status == 404 ? null : error;
    }

    /// <summary>
    /// Reads a resource, changes it and writes it back on the condition that nobody else has written it meanwhile; otherwise begins again.
    /// </summary>
    /// <param name="edit">Changes the resource (null where there is none) and returns it; null leaves all as it is.</param>
    /// <returns>The resource as it is now; null where there is none.</returns>
    public async Task<Outcome<JsonObject?>> EditAsync(
        string id, string apiVersion, Func<JsonObject?, JsonObject?> edit, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var read = await GetAsync(id, apiVersion, cancellationToken);
            if (!read.TryGet(out var current, out var error))
            {
                return error;
            }

            if (edit(current?.Copy()) is not { } wanted)
            {
                return current;
            }

            var written = await PutAsync(id, apiVersion, wanted, cancellationToken);
            if (written.TryGet(out var now, out error))
            {
                return now;
            }

            if (!error.IsConflict || attempt == Edits)
            {
                return error;
            }
        }
    }

    private static Uri Url(string path, string apiVersion) =>
        new(AzureApi.Address, $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}api-version={apiVersion}");

    private async Task<Outcome<ArmAnswer>> SendAsync(
        HttpMethod method, Uri url, JsonObject? body, string? ifMatch, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var got = await tokens.GetAsync(url, cancellationToken);
            if (!got.TryGet(out var token, out var error))
            {
                return error;
            }

            var sent = await SendOnceAsync(method, url, body, ifMatch, token, cancellationToken);
            if (sent.Error is not { Status: 401 } || attempt == 2)
            {
                return sent;
            }

            tokens.Drop(token);
        }
    }

    private async Task<Outcome<ArmAnswer>> SendOnceAsync(
        HttpMethod method, Uri url, JsonObject? body, string? ifMatch, CloudToken token, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, url);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Value);
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        if (body is not null)
        {
            request.Content = new ByteArrayContent(Json.ToBytes(body));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        }

        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return response.IsSuccessStatusCode
                ? ArmAnswer.Read(response, bytes)
                : CloudError.Refused((int)response.StatusCode, Encoding.UTF8.GetString(bytes), ArmAnswer.RetryAfterOf(response));
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or JsonException)
        {
            return CloudError.Unreachable(url, exception);
        }
        catch (TaskCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            return CloudError.Unreachable(url, exception);
        }
    }

    private async Task<CloudError?> WaitAsync(ArmAnswer started, CancellationToken cancellationToken)
    {
        var (operation, pause) = (started.Operation!, started.RetryAfter);
        while (true)
        {
            await Task.Delay(pause, time, cancellationToken);
            var sent = await SendAsync(HttpMethod.Get, operation, null, null, cancellationToken);
            if (!sent.TryGet(out var answer, out var error))
            {
                return error;
            }

            switch (answer.Body.Text("status"))
            {
                case null or "Succeeded":
                    return null;
                case "Failed" or "Canceled":
                    return CloudError.Refused(answer.Status, Json.ToText(answer.Body!), TimeSpan.Zero);
                default:
                    pause = answer.RetryAfter;
                    break;
            }
        }
    }
}

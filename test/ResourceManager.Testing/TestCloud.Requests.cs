using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Verditer.Core;

namespace Verditer.ResourceManager.Testing;

public sealed partial class TestCloud
{
    /// <summary>How the client reaches Resource Manager; links in answers start with it.</summary>
    public const string BaseUri = "https://management.azure.com";

    private const string OwnApiVersion = "2021-04-01";

    public Task<TestReply> GetAsync(string path, TestPrincipal? by = null) => SendAsync("GET", path, null, by);

    public Task<TestReply> PutAsync(string path, string json, TestPrincipal? by = null) => SendAsync("PUT", path, json, by);

    public Task<TestReply> PatchAsync(string path, string json, TestPrincipal? by = null) => SendAsync("PATCH", path, json, by);

    public Task<TestReply> PostAsync(string path, string? json = null, TestPrincipal? by = null) => SendAsync("POST", path, json, by);

    public Task<TestReply> DeleteAsync(string path, TestPrincipal? by = null) => SendAsync("DELETE", path, null, by);

    /// <summary>Sends a request with a new token of <paramref name="by"/>, by default the owner.</summary>
    /// <param name="path">Path or link, with its query. Without an <c>api-version</c> it gets the newest stable one of the type.</param>
    /// <param name="change">Changes the request before it is sent: headers, or what a client would never send.</param>
    public async Task<TestReply> SendAsync(
        string method, string path, string? json = null, TestPrincipal? by = null, Func<ArmRequest, ArmRequest>? change = null)
    {
        if (path.StartsWith(BaseUri, StringComparison.Ordinal))
        {
            path = path[BaseUri.Length..];
        }

        var split = path.IndexOf('?', StringComparison.Ordinal);
        var query = QueryHelpers.ParseQuery(split < 0 ? "" : path[split..])
            .ToDictionary(q => q.Key, q => q.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        path = Uri.UnescapeDataString(split < 0 ? path : path[..split]);
        query.TryAdd("api-version", ApiVersionOf(path));
        var request = new ArmRequest(method, path, query, BaseUri, json is null ? default : Encoding.UTF8.GetBytes(json))
        {
            Token = await TokenAsync(by ?? Owner),
        };
        return await SendAsync(change?.Invoke(request) ?? request);
    }

    /// <summary>Sends a request as it is.</summary>
    public async Task<TestReply> SendAsync(ArmRequest request)
    {
        var response = await Get<RequestPipeline>().HandleAsync(request, CancellationToken.None);
        return new TestReply(
            response.Status,
            response.Body.IsEmpty ? null : JsonNode.Parse(response.Body.Span),
            response.Headers.ToDictionary(h => h.Key, h => h.Value, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>Makes a resource group.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> AddGroupAsync(string name = "rg1", string location = "westus2")
    {
        var id = $"{Subscription}/resourceGroups/{name}";
        (await PutAsync(id, $$"""{"location":"{{location}}"}""")).ShouldBe(201);
        return id;
    }

    /// <summary>Puts a resource that must be accepted, and carries out its operation.</summary>
    /// <returns>The resource as it then is.</returns>
    public async Task<TestReply> MakeAsync(string path, string json, TestPrincipal? by = null)
    {
        var reply = await PutAsync(path, json, by);
        reply.Status.ShouldBeInRange(200, 202, reply.Body?.ToJsonString());
        await RunOperationsAsync();
        return (await GetAsync(path)).ShouldBe(200);
    }

    private string ApiVersionOf(string path)
    {
        var above = path[..Math.Max(path.LastIndexOf('/'), 0)];
        foreach (var candidate in (string[])[path, path + "/name", above])
        {
            if (ResourceId.TryParse(candidate, out var id) && Get<ResourceTypeRegistry>().ApiVersions(id.Type) is { Count: > 0 } versions)
            {
                return versions.FirstOrDefault(v => !v.Contains("preview", StringComparison.Ordinal)) ?? versions[0];
            }
        }

        return OwnApiVersion;
    }
}

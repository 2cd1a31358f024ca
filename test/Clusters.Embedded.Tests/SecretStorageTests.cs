using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Kubernetes;
using static Verditer.Clusters.Embedded.Tests.TestEngine;

namespace Verditer.Clusters.Embedded.Tests;

public sealed class SecretStorageTests : IAsyncLifetime
{
    private const string Secrets = "/api/v1/namespaces/default/secrets";
    private const string First = "the-first-password-of-the-database";
    private const string Second = "the-second-password-of-the-database";

    private TestEngine _test = null!;

    public ValueTask InitializeAsync()
    {
        _test = Start();
        return default;
    }

    public ValueTask DisposeAsync() => _test.DisposeAsync();

    [Fact]
    public async Task State_HoldsSecretsSealedOnly_AndReadsThemAfterARestart()
    {
        await _test.Engine.CreateAsync(Spec);
        using var admin = Client(await _test.KubeconfigAsync());
        await OkAsync(admin, HttpMethod.Post, Secrets, Secret("kept", First));
        await OkAsync(admin, HttpMethod.Put, $"{Secrets}/kept", Secret("kept", Second));
        await OkAsync(admin, HttpMethod.Post, Secrets, Secret("gone", First));
        await OkAsync(admin, HttpMethod.Delete, $"{Secrets}/gone");

        await _test.RestartAsync();
        var state = _test.StateText();
        await _test.Engine.StartAsync("c1");
        var kept = await OkAsync(admin, HttpMethod.Get, $"{Secrets}/kept");

        foreach (var password in (string[])[First, Second])
        {
            state.ShouldNotContain(password);
            state.ShouldNotContain(Base64(password));
        }

        state.ShouldContain("secrets/default/kept");
        kept.Text("data", "password").ShouldBe(Base64(Second));
        (await SendAsync(admin, HttpMethod.Get, $"{Secrets}/gone")).Code.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Secret_ThatWasStoredUnsealed_IsReadAndSealedByItsNextWrite()
    {
        using (var before = await ClusterApiSetup.OpenAsync(_test.Documents, new(Spec.ClusterKey), _test.Clock))
        {
            (await before.CreateAsync(new("", "namespaces"), new JsonObject { ["metadata"] = new JsonObject { ["name"] = "default" } })).Error.ShouldBeNull();
            (await before.CreateAsync(new("", "secrets"), (JsonObject)JsonNode.Parse(Secret("old", First))!)).Error.ShouldBeNull();
        }

        await _test.Engine.CreateAsync(Spec);
        using var admin = Client(await _test.KubeconfigAsync());
        var read = await OkAsync(admin, HttpMethod.Get, $"{Secrets}/old");
        await OkAsync(admin, HttpMethod.Put, $"{Secrets}/old", Secret("old", Second));

        read.Text("data", "password").ShouldBe(Base64(First));
        var document = await _test.Documents.GetAsync(ClusterApiSetup.CollectionsOf(Spec.ClusterKey)[0], "/secrets/default/old");
        Encoding.UTF8.GetString(document!.Body.Span).ShouldStartWith("""{"sealed":""");
    }

    private static string Secret(string name, string password) =>
        $$"""{"metadata":{"name":"{{name}}","namespace":"default"},"data":{"password":"{{Base64(password)}}"} }""";

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static async Task<JsonNode> OkAsync(HttpClient client, HttpMethod method, string path, string? json = null)
    {
        var (code, body) = await SendAsync(client, method, path, json);
        ((int)code).ShouldBeInRange(200, 299, body.ToString());
        return body;
    }
}

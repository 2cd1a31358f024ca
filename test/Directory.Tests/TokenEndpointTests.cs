using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Directory.Tests;

public sealed class TokenEndpointTests : DirectoryTest
{
    [Fact]
    public async Task V2_ScopeWithTwoSlashes_GivesArmTokenOfV1()
    {
        var client = await Entra.AddClientAsync();
        var (status, body) = await PostAsync($"/{Entra.Tenant}/oauth2/v2.0/token", Form(client, "scope", "https://management.core.windows.net//.default"));

        status.ShouldBe(HttpStatusCode.OK);
        body["expires_in"]!.GetValue<int>().ShouldBe(3599);
        var claims = Claims.Of(body);
        claims.Text("aud").ShouldBe("https://management.core.windows.net/");
        claims.Text("iss").ShouldBe($"https://sts.windows.net/{Entra.Tenant}/");
        Entra.Validator.Validate(body.Text("access_token"), Audience.ResourceManager).Value.ObjectId.ShouldBe(client.PrincipalId);
    }

    [Fact]
    public async Task V1_Resource_AnswersInStrings()
    {
        var client = await Entra.AddClientAsync();
        var (status, body) = await PostAsync($"/{Entra.Tenant}/oauth2/token", Form(client, "resource", "https://management.azure.com/"));

        status.ShouldBe(HttpStatusCode.OK);
        body.Text("expires_in").ShouldBe("3599");
        body.Text("resource").ShouldBe("https://management.azure.com/");
        body.Text("expires_on").ShouldBe(Entra.Time.GetUtcNow().AddSeconds(3599).ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task BasicHeader_IsTakenForClientCredentials()
    {
        var client = await Entra.AddClientAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/{Entra.Tenant}/oauth2/v2.0/token")
        {
            Content = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("scope", "https://graph.microsoft.com/.default")]),
        };
        var pair = $"{Uri.EscapeDataString(client.ClientId)}:{Uri.EscapeDataString(client.Secret)}";
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
        using var response = await Entra.Http.SendAsync(request, TestDirectory.Cancelled);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Domain_CommonAndAdfs_FindTheClientsTenant()
    {
        var other = await Entra.Administration.CreateTenantAsync("Other", "other.example", cancellationToken: TestDirectory.Cancelled);
        var client = await Entra.AddClientAsync(tenant: other.Id);
        foreach (var (tenant, parameter, value) in new[]
        {
            ("other.example", "scope", "https://management.azure.com/.default"),
            ("common", "scope", "https://management.azure.com/.default"),
            ("organizations", "scope", "https://management.azure.com/.default"),
        })
        {
            var (_, body) = await PostAsync($"/{tenant}/oauth2/v2.0/token", Form(client, parameter, value));
            Claims.Of(body).Text("tid").ShouldBe(other.Id);
        }

        var (_, adfs) = await PostAsync("/adfs/oauth2/token", Form(client, "scope", "https://management.core.windows.net//.default"));
        Claims.Of(adfs).Text("tid").ShouldBe(other.Id);
    }

    [Fact]
    public async Task Origin_OfAPrivateCloud_IsResourceManagerAndGraph_AndNothingElse()
    {
        var client = await Entra.AddClientAsync();
        var (_, body) = await PostAsync("/adfs/oauth2/token", Form(client, "scope", Entra.Http.BaseAddress + "/.default"));
        var token = body.Text("access_token");
        Entra.Validator.Validate(token, Audience.ResourceManager).Error.ShouldBeNull();
        Entra.Validator.Validate(token, Audience.Graph).Error.ShouldBeNull();
        Entra.Validator.Validate(token, new("vault", ["https://vault.azure.net"])).Error!.Code.ShouldBe("InvalidAuthenticationTokenAudience");
        var (_, graph) = await PostAsync("/adfs/oauth2/token", Form(client, "scope", Entra.Http.BaseAddress + "graph/.default"));
        Claims.Of(graph).Text("aud").ShouldBe("https://graph.microsoft.com/");
    }

    [Fact]
    public async Task Claims_WithCapability_PutItIntoTheToken()
    {
        var client = await Entra.AddClientAsync();
        var (_, body) = await PostAsync(
            $"/{Entra.Tenant}/oauth2/v2.0/token",
            [.. Form(client, "scope", "https://management.azure.com/.default"), new("claims", """{"access_token": {"xms_cc": {"values": ["CP1"]}}}""")]);
        Claims.Of(body)["xms_cc"]!.ToJsonString().ShouldBe("""["CP1"]""");
    }

    [Theory]
    [InlineData("client_secret=wrong", 401, "invalid_client", 7000215, "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '{id}'.")]
    [InlineData("client_id=nobody", 400, "unauthorized_client", 700016, "Application with identifier 'nobody' was not found in the directory 'Verditer'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.")]
    [InlineData("grant_type=", 400, "invalid_request", 900144, "The request body must contain the following parameter: 'grant_type'.")]
    [InlineData("client_id=", 400, "invalid_request", 900144, "The request body must contain the following parameter: 'client_id'.")]
    [InlineData("scope=", 400, "invalid_request", 900144, "The request body must contain the following parameter: 'scope'.")]
    [InlineData("client_secret=", 401, "invalid_client", 7000216, "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.")]
    [InlineData("grant_type=magic", 400, "unsupported_grant_type", 70003, "The app requested an unsupported grant type 'magic'.")]
    [InlineData("scope=https://nothing.example/.default", 400, "invalid_resource", 500011, "The resource principal named https://nothing.example was not found in the tenant named Verditer. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.")]
    [InlineData("scope=https://graph.microsoft.com/User.Read", 400, "invalid_scope", 1002012, "The provided value for scope https://graph.microsoft.com/User.Read is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).")]
    [InlineData("tenant=00000000-1111-2222-3333-444444444444", 400, "invalid_request", 90002, "Tenant '00000000-1111-2222-3333-444444444444' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.")]
    [InlineData("tenant=nowhere", 400, "invalid_request", 900023, "Specified tenant identifier 'nowhere' is neither a valid DNS name, nor a valid external domain.")]
    [InlineData("claims=[1]", 400, "invalid_request", 50146, "The 'claims' parameter of the request is not a valid JSON object.")]
    public async Task Request_Wrong_IsRefusedAsByEntra(string change, int status, string error, int number, string text)
    {
        var client = await Entra.AddClientAsync();
        var values = Form(client, "scope", "https://management.azure.com/.default").ToDictionary();
        var (name, value) = (change[..change.IndexOf('=', StringComparison.Ordinal)], change[(change.IndexOf('=', StringComparison.Ordinal) + 1)..]);
        var tenant = name == "tenant" ? value : Entra.Tenant;
        values[name] = value;

        var (actual, body) = await PostAsync($"/{tenant}/oauth2/v2.0/token", values);

        ((int)actual).ShouldBe(status);
        body.Text("error").ShouldBe(error);
        body["error_codes"]!.ToJsonString().ShouldBe($"[{number}]");
        body.Text("error_uri").ShouldBe($"https://login.microsoftonline.com/error?code={number}");
        body.Text("timestamp").ShouldBe("2026-03-01 12:00:00Z");
        body.Text("error_description").ShouldBe(
            $"AADSTS{number}: {text.Replace("{id}", client.ClientId, StringComparison.Ordinal)} Trace ID: {body.Text("trace_id")} Correlation ID: {body.Text("correlation_id")} Timestamp: 2026-03-01 12:00:00Z");
    }

    [Fact]
    public async Task Secret_PastItsEnd_IsExpired()
    {
        var client = await Entra.AddClientAsync(lifetime: TimeSpan.FromDays(1));
        Entra.Time.Advance(TimeSpan.FromDays(1));
        var (status, body) = await PostAsync($"/{Entra.Tenant}/oauth2/v2.0/token", Form(client, "scope", "https://management.azure.com/.default"));
        status.ShouldBe(HttpStatusCode.Unauthorized);
        body["error_codes"]!.ToJsonString().ShouldBe("[7000222]");
        body.Text("error_description")!.ShouldStartWith(
            $"AADSTS7000222: The provided client secret keys for app '{client.ClientId}' are expired. Visit the Azure portal to create new keys for your app");
    }

    [Fact]
    public async Task Secret_BeforeItsStart_IsNotYetValidByVerditersClock()
    {
        var before = Entra.Time.GetUtcNow();
        Entra.Time.Advance(TimeSpan.FromDays(1));
        var client = await Entra.AddClientAsync();
        Entra.Time.AdjustTime(before);
        var (status, body) = await PostAsync($"/{Entra.Tenant}/oauth2/v2.0/token", Form(client, "scope", "https://management.azure.com/.default"));
        status.ShouldBe(HttpStatusCode.Unauthorized);
        body["error_codes"]!.ToJsonString().ShouldBe("[7000222]");
        body.Text("error_description")!.ShouldStartWith(
            $"AADSTS7000222: The provided client secret keys for app '{client.ClientId}' are not yet valid: Verditer's clock stands at 2026-03-01T12:00:00Z, before they begin.");
    }

    [Fact]
    public async Task Secret_ChosenByAPerson_IsTakenTwice()
    {
        var client = await Entra.AddClientAsync(chosen: "correct horse");
        for (var i = 0; i < 2; i++)
        {
            var (status, _) = await PostAsync($"/{Entra.Tenant}/oauth2/v2.0/token", Form(client, "scope", "https://management.azure.com/.default"));
            status.ShouldBe(HttpStatusCode.OK);
        }

        var (refused, _) = await PostAsync(
            $"/{Entra.Tenant}/oauth2/v2.0/token", Form(client with { Secret = "correct hors" }, "scope", "https://management.azure.com/.default"));
        refused.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Application_OfAnotherTenant_IsUnknown()
    {
        var other = await Entra.Administration.CreateTenantAsync("Other", "other.example", cancellationToken: TestDirectory.Cancelled);
        var client = await Entra.AddClientAsync();
        var (_, body) = await PostAsync($"/{other.Id}/oauth2/v2.0/token", Form(client, "scope", "https://management.azure.com/.default"));
        body["error_codes"]!.ToJsonString().ShouldBe("[700016]");
    }

    private static KeyValuePair<string, string>[] Form(TestClient client, string parameter, string value) =>
    [
        new("client_id", client.ClientId), new("client_secret", client.Secret), new("grant_type", "client_credentials"), new("client_info", "1"),
        new(parameter, value),
    ];

    private Task<(HttpStatusCode Status, JsonObject Body)> PostAsync(string path, IEnumerable<KeyValuePair<string, string>> values) =>
        Entra.PostAsync(path, values);
}

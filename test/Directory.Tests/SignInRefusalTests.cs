using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Verditer.Core;

namespace Verditer.Directory.Tests;

public sealed class SignInRefusalTests : DirectoryTest
{
    protected override DirectoryOptions Options => new() { WrongSecretsAllowed = 3 };

    protected override void Configure(IServiceCollection services) => services.AddSingleton<ISignInFaults>(_faults);

    private readonly SwitchedFaults _faults = new();

    [Fact]
    public async Task Secret_GuessedTooOften_IsToldToWait()
    {
        var client = await Entra.AddClientAsync();
        for (var i = 0; i < 3; i++)
        {
            (await SendAsync(client, "wrong")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        }

        var (status, wait) = await SendAsync(client, client.Secret);
        (status, wait).ShouldBe((HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(60)));
        Entra.Time.Advance(TimeSpan.FromSeconds(60));
        (await SendAsync(client, client.Secret)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(SignInFaultKind.Throttled, 429)]
    [InlineData(SignInFaultKind.Outage, 503)]
    public async Task Fault_Asked_RefusesWithTheTimeToWait(SignInFaultKind kind, int expected)
    {
        var client = await Entra.AddClientAsync();
        _faults.Fault = new(kind, TimeSpan.FromSeconds(7));
        var (status, wait) = await SendAsync(client, client.Secret);
        ((int)status, wait).ShouldBe((expected, TimeSpan.FromSeconds(7)));
        _faults.Fault = null;
        (await SendAsync(client, client.Secret)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Get_OfAnEndpointThatTakesPosts_SaysSo()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/{Entra.Tenant}/oauth2/v2.0/token");
        request.Headers.Add("client-request-id", "6f0d3f4e-54b3-4f4f-9d6c-0f6b6a2d3a01");
        request.Headers.Add("return-client-request-id", "true");
        using var response = await Entra.Http.SendAsync(request, TestDirectory.Cancelled);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Headers.GetValues("client-request-id").ShouldBe(["6f0d3f4e-54b3-4f4f-9d6c-0f6b6a2d3a01"]);
        var body = Json.ParseObject(await response.Content.ReadAsByteArrayAsync(TestDirectory.Cancelled));
        body.Text("error_description").ShouldStartWith("AADSTS900561: The endpoint only accepts POST requests. Received a GET request.");
        body.Text("correlation_id").ShouldBe("6f0d3f4e-54b3-4f4f-9d6c-0f6b6a2d3a01");
        body.Text("trace_id").ShouldBe(response.Headers.GetValues("x-ms-request-id").Single());
    }

    private async Task<(HttpStatusCode Status, TimeSpan? Wait)> SendAsync(TestClient client, string secret)
    {
        using var content = new FormUrlEncodedContent(
        [
            new("grant_type", "client_credentials"), new("client_id", client.ClientId), new("client_secret", secret),
            new("scope", "https://management.azure.com/.default"),
        ]);
        using var response = await Entra.Http.PostAsync(new Uri($"/{Entra.Tenant}/oauth2/v2.0/token", UriKind.Relative), content, TestDirectory.Cancelled);
        return (response.StatusCode, response.Headers.RetryAfter?.Delta);
    }

    private sealed class SwitchedFaults : ISignInFaults
    {
        public SignInFault? Fault { get; set; }

        public SignInFault? Find(string? tenantId, string? clientId) => Fault;
    }
}

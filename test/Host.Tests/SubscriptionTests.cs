using System.Net;
using System.Net.Sockets;
using Verditer.Core;

namespace Verditer.Host.Tests;

/// <summary>Subscriptions that are made on the admin socket, as Resource Manager serves them.</summary>
public sealed class SubscriptionTests(SignedInHost signedIn) : IClassFixture<SignedInHost>
{
    private readonly TestHost _host = signedIn.Host;
    private readonly HttpClient _arm = signedIn.Arm;

    [Fact]
    public async Task Created_IsTheBootstrapPrincipalsAndHasNothingOfTheFirst()
    {
        const string Feature = "providers/Microsoft.Features/providers/Microsoft.ContainerService/features/MSIPreview";
        using var registered = await _arm.PostAsync(
            $"subscriptions/{_host.Running.Principal.SubscriptionId}/{Feature}/register?api-version=2021-07-01", null);
        registered.StatusCode.ShouldBe(HttpStatusCode.OK);

        using var admin = Admin();
        using var wanted = ArmAccess.JsonBody("""{"name":"Second","rules":"preview"}"""u8.ToArray());
        using var made = await admin.PostAsync("subscriptions", wanted);
        made.StatusCode.ShouldBe(HttpStatusCode.Created);
        var id = Json.ParseObject(await made.Content.ReadAsByteArrayAsync()).Text("id")!;

        var listed = Json.ParseObject(await _arm.GetByteArrayAsync("subscriptions?api-version=2022-12-01"));
        listed["value"]!.AsArray().Select(s => s.Text("subscriptionId")).ShouldContain(id);
        using var group = await _arm.PutAsync($"subscriptions/{id}/resourceGroups/own{ArmAccess.GroupVersion}", """{"location":"westeurope"}""");
        group.StatusCode.ShouldBe(HttpStatusCode.Created);
        var feature = Json.ParseObject(await _arm.GetByteArrayAsync($"subscriptions/{id}/{Feature}?api-version=2021-07-01"));
        feature.Text("properties", "state").ShouldBe("NotRegistered");
    }

    [Theory]
    [InlineData("{\"rules\":\"ga\"}", "InvalidParameter")]
    [InlineData("{\"name\":\"x\"}", "InvalidParameter")]
    [InlineData("{\"name\":\"x\",\"rules\":\"2019\"}", "InvalidParameter")]
    [InlineData("{\"name\":", "InvalidParameter")]
    public async Task Create_WithoutWhatItNeeds_IsRefused(string body, string code)
    {
        using var admin = Admin();
        using var content = ArmAccess.JsonBody(System.Text.Encoding.UTF8.GetBytes(body));
        using var response = await admin.PostAsync("subscriptions", content);
        await response.ShouldBeArmErrorAsync(HttpStatusCode.BadRequest, code);
    }

    private HttpClient Admin() => new(new SocketsHttpHandler
    {
        UseProxy = false,
        ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(_host.Paths.AdminSocket), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    { BaseAddress = new Uri("http://localhost/") };
}

using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Verditer.Core;

namespace Verditer.Directory.Tests;

public sealed class UserInfoTests : DirectoryTest
{
    [Fact]
    public async Task UserInfo_TellsWhoTheBearerIs()
    {
        await Entra.AddUserAsync(change: user => user with { Extra = new() { ["mail"] = "ada@example.org" } });
        var token = (await Entra.SignInAsync(changes: ("scope", "openid https://graph.microsoft.com/.default"))).Text("access_token");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/oidc/userinfo");
        request.Headers.Authorization = new("Bearer", token);
        using var response = await Entra.Http.SendAsync(request, TestDirectory.Cancelled);
        var body = Json.ParseObject(await response.Content.ReadAsByteArrayAsync(TestDirectory.Cancelled));
        (body.Text("name"), body.Text("email"), body.Text("sub")).ShouldBe(("Ada Lovelace", "ada@example.org", Claims.Of(token!).Text("sub")));
        using var refused = await Entra.Http.GetAsync(new Uri("/oidc/userinfo", UriKind.Relative), TestDirectory.Cancelled);
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task UserInfo_ThatIsRefused_IsKeptAmongTheRefusals()
    {
        var kept = new KeptRefusals();
        await using var entra = await TestDirectory.StartAsync(System.IO.Directory.CreateTempSubdirectory("verditer-userinfo-").FullName, configure: s => s.AddSingleton<IRefusalLog>(kept));
        var app = await entra.Issuer.ForClientSecretAsync(entra.Tenant, entra.Bootstrap.ClientId, entra.Bootstrap.Secret!, "https://graph.microsoft.com/");

        foreach (var (token, status) in new[] { ("none", 401), (app.Token!.Value, 403) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/oidc/userinfo");
            request.Headers.Authorization = new("Bearer", token);
            using var response = await entra.Http.SendAsync(request, TestDirectory.Cancelled);
            var body = Json.ParseObject(await response.Content.ReadAsByteArrayAsync(TestDirectory.Cancelled));

            var refusal = kept.Last();
            ((int)response.StatusCode, refusal.Status, refusal.Surface, refusal.Path).ShouldBe((status, status, RefusalSurface.Graph, "/oidc/userinfo"));
            (refusal.Caller is null).ShouldBe(status == 401);
            response.Headers.GetValues("request-id").ShouldBe([refusal.Id]);
            body.At("error", "details")!.AsArray()[0].Text("message").ShouldBe($"verditer why {refusal.Id}");
        }
    }
}

using System.Text;
using Microsoft.AspNetCore.Http;
using Verditer.ResourceManager.Testing;

namespace Verditer.ResourceManager.Tests;

public sealed class ArmHttpTests : CloudTest
{
    [Fact]
    public async Task Answer_OfARequest_BearsItsIds()
    {
        var context = await SendAsync("GET", "/subscriptions", headers: http =>
        {
            http["x-ms-correlation-request-id"] = "together";
            http["x-ms-client-request-id"] = "mine";
            http["x-ms-return-client-request-id"] = "true";
        });

        context.Response.StatusCode.ShouldBe(200);
        context.Response.ContentType.ShouldBe("application/json; charset=utf-8");
        var headers = context.Response.Headers;
        Guid.TryParse(headers["x-ms-request-id"], out _).ShouldBeTrue();
        (headers["x-ms-correlation-request-id"].ToString(), headers["x-ms-client-request-id"].ToString()).ShouldBe(("together", "mine"));
        Text(context).ShouldContain(Cloud.SubscriptionId);
    }

    [Fact]
    public async Task Put_OverHttp_ReadsQueryBodyAndConditions()
    {
        var group = $"{Cloud.Subscription}/resourceGroups/rg1";

        (await SendAsync("PUT", group, """{"location":"westus2"}""")).Response.StatusCode.ShouldBe(201);
        var refused = await SendAsync("PUT", group, """{"location":"westus2"}""", http => http["If-None-Match"] = "*");

        refused.Response.StatusCode.ShouldBe(412);
        Text(refused).ShouldContain("PreconditionFailed");
    }

    [Fact]
    public async Task Body_LargerThanArmTakes_IsRefused()
    {
        var context = await SendAsync("PUT", $"{Cloud.Subscription}/resourceGroups/rg1", "{\"location\":\"" + new string('x', ArmHttp.LargestBody) + "\"}");

        context.Response.StatusCode.ShouldBe(413);
        Text(context).ShouldContain("RequestEntityTooLarge");
    }

    [Fact]
    public async Task Head_OfAGroup_HasNoBody()
    {
        var context = await SendAsync("HEAD", $"{Cloud.Subscription}/resourceGroups/none");

        context.Response.StatusCode.ShouldBe(404);
        Text(context).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Basic abc")]
    [InlineData("Bearer")]
    [InlineData("")]
    public async Task Authorization_ThatIsNoBearerToken_IsChallenged(string value)
    {
        var context = await SendAsync("GET", "/subscriptions", headers: http => http.Authorization = value);

        context.Response.StatusCode.ShouldBe(401);
        context.Response.Headers.WWWAuthenticate.ToString().ShouldStartWith("Bearer ");
    }

    private async Task<DefaultHttpContext> SendAsync(string method, string path, string? json = null, Action<IHeaderDictionary>? headers = null)
    {
        var context = new DefaultHttpContext();
        var request = context.Request;
        (request.Method, request.Scheme, request.Host) = (method, "https", new HostString("management.azure.com"));
        request.Path = path;
        request.QueryString = new QueryString("?API-Version=2021-04-01");
        request.Headers.Authorization = "Bearer " + await Cloud.TokenAsync(Cloud.Owner);
        request.Body = new MemoryStream(Encoding.UTF8.GetBytes(json ?? ""));
        context.Response.Body = new MemoryStream();
        headers?.Invoke(request.Headers);
        await Cloud.Get<ArmHttp>().HandleAsync(context);
        await context.Response.CompleteAsync();
        return context;
    }

    private static string Text(DefaultHttpContext context) => Encoding.UTF8.GetString(((MemoryStream)context.Response.Body).ToArray());
}

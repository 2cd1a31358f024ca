using Verditer.ResourceManager.Testing;

namespace Verditer.ResourceManager.Tests;

public sealed class AsyncOperationTests : CloudTest
{
    private const string Body = """{"location":"westus2","sku":{"name":"CapacityReservation","capacity":100}}""";

    private string _group = null!;

    protected override TestCloudOptions Options => TestProvider.Options;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _group = await Cloud.AddGroupAsync();
        await Cloud.PostAsync($"{Cloud.Subscription}/providers/{TestProvider.Name}/register");
        await Cloud.RunOperationsAsync();
    }

    [Fact]
    public async Task Put_WithAnOperation_IsFollowedByAzureAsyncOperation()
    {
        var reply = (await Cloud.PutAsync(Cluster("c"), Body)).ShouldBe(201);

        reply.Text("properties", "provisioningState").ShouldBe("Creating");
        reply.Headers["Retry-After"].ShouldBe("1");
        var address = reply.Headers["Azure-AsyncOperation"];
        address.ShouldStartWith($"{TestCloud.BaseUri}{Cloud.Subscription}/providers/{TestProvider.Name}/locations/westus2/operations/");
        var running = (await Cloud.GetAsync(address)).ShouldBe(200);
        (running.Text("status"), running.Headers["Retry-After"], running.At("endTime")).ShouldBe(("InProgress", "1", null));
        await Cloud.RunOperationsAsync();

        var ended = await Cloud.GetAsync(address);
        ended.Text("status").ShouldBe("Succeeded");
        ended.Text("endTime").ShouldNotBeNull();
        ended.Headers.ShouldNotContainKey("Retry-After");
        (await Cloud.GetAsync(Cluster("c"))).Text("properties", "provisioningState").ShouldBe("Succeeded");
    }

    [Fact]
    public async Task Delete_WithAnOperation_IsAcceptedAndEndsWithoutABody()
    {
        await Cloud.MakeAsync(Cluster("c"), Body);

        var reply = (await Cloud.DeleteAsync(Cluster("c"))).ShouldBe(202);
        (await Cloud.GetAsync(reply.Headers["Location"])).ShouldBe(202).Headers.ShouldContainKey("Location");
        await Cloud.RunOperationsAsync();

        (await Cloud.GetAsync(reply.Headers["Location"])).ShouldBe(204);
        (await Cloud.GetAsync(reply.Headers["Azure-AsyncOperation"])).Text("status").ShouldBe("Succeeded");
        (await Cloud.GetAsync(Cluster("c"))).ShouldBe(404);
    }

    [Fact]
    public async Task Action_WithAResult_AnswersItAtTheEnd()
    {
        await Cloud.MakeAsync(Cluster("c"), Body);

        var reply = (await Cloud.PostAsync(Cluster("c") + "/rotate")).ShouldBe(202);
        await Cloud.RunOperationsAsync();

        (await Cloud.GetAsync(reply.Headers["Location"])).ShouldBe(200).At("rotated")!.GetValue<bool>().ShouldBeTrue();
        (await Cloud.GetAsync(reply.Headers["Azure-AsyncOperation"])).At("properties", "rotated").ShouldNotBeNull();
    }

    [Fact]
    public async Task Action_ThatFails_AnswersItsReason()
    {
        await Cloud.MakeAsync(Cluster("bad"), Body);

        var reply = (await Cloud.PostAsync(Cluster("bad") + "/rotate")).ShouldBe(202);
        await Cloud.RunOperationsAsync();

        (await Cloud.GetAsync(reply.Headers["Location"])).ShouldBeRefused(409, "Conflict", "It cannot be rotated.");
        (await Cloud.GetAsync(reply.Headers["Azure-AsyncOperation"])).ShouldBe(200).Text("error", "message").ShouldBe("It cannot be rotated.");
    }

    [Fact]
    public async Task Action_OnWhatIsNotThere_Is404() =>
        (await Cloud.PostAsync(Cluster("none") + "/rotate")).ShouldBeRefused(404, "ResourceNotFound");

    [Fact]
    public async Task Action_ByAReader_IsRefused()
    {
        await Cloud.MakeAsync(Cluster("c"), Body);

        (await Cloud.PostAsync(Cluster("c") + "/rotate", by: await Cloud.AddPrincipalWithRoleAsync("Reader"))).ShouldBeRefused(403, "AuthorizationFailed")
            .Message.ShouldContain("'Microsoft.OperationalInsights/clusters/rotate/action'");
    }

    [Fact]
    public async Task Operation_IsShownToWhoStartedItAndToWhoMayReadItsResource()
    {
        var starter = await Cloud.AddPrincipalWithRoleAsync("Contributor", _group);
        var reader = await Cloud.AddPrincipalWithRoleAsync("Reader", _group);
        var other = $"/subscriptions/{await Cloud.AddSubscriptionAsync(Cloud.Owner)}";
        var address = (await Cloud.PutAsync(Cluster("c"), Body, starter)).ShouldBe(201).Headers["Azure-AsyncOperation"];

        (await Cloud.GetAsync(address, starter)).ShouldBe(200);
        (await Cloud.GetAsync(address, reader)).ShouldBe(200);
        (await Cloud.GetAsync(address, await Cloud.AddPrincipalAsync())).ShouldBeRefused(404, "OperationNotFound");
        (await Cloud.GetAsync(address.Replace(Cloud.Subscription, other, StringComparison.Ordinal))).ShouldBeRefused(404, "OperationNotFound");
    }

    [Fact]
    public async Task Operation_UnderEitherOfItsPaths_IsTheSame()
    {
        var address = (await Cloud.PutAsync(Cluster("c"), Body)).ShouldBe(201).Headers["Azure-AsyncOperation"];

        var other = (await Cloud.GetAsync(address.Replace("/operations/", "/operationStatuses/", StringComparison.Ordinal))).ShouldBe(200);

        var first = await Cloud.GetAsync(address);
        (other.Text("name"), other.Text("status")).ShouldBe((first.Text("name"), "InProgress"));
    }

    [Fact]
    public async Task Operation_ThatIsUnknown_Is404() =>
        (await Cloud.GetAsync($"{Cloud.Subscription}/providers/{TestProvider.Name}/locations/westus2/operations/none")).ShouldBeRefused(404, "OperationNotFound");

    [Fact]
    public async Task Operation_KilledBeforeItIsDue_IsCarriedOutByTheNextStart()
    {
        await Cloud.PutAsync(Cluster("c"), Body);

        await Cloud.KillAndRestartAsync();
        await Cloud.RunOperationsAsync();

        (await Cloud.GetAsync(Cluster("c"))).Text("properties", "provisioningState").ShouldBe("Succeeded");
    }

    private string Cluster(string name) => $"{_group}/providers/{TestProvider.Name}/clusters/{name}";
}

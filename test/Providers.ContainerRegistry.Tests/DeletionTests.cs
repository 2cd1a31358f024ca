using Verditer.Core;

namespace Verditer.Providers.ContainerRegistry.Tests;

public sealed class DeletionTests : RegistryTest
{
    private const string Server = "myregistry.azurecr.io";

    [Fact]
    public async Task Delete_TakesContentsCredentialsAndNamesAlong()
    {
        var registry = await MakeFilledAsync();

        var accepted = (await Cloud.DeleteAsync(registry)).ShouldBe(202);
        await Cloud.RunOperationsAsync();

        Content.Images(Server).ShouldBeEmpty();
        (await Cloud.GetAsync(registry)).ShouldBe(404);
        Registries.Find(Server).ShouldBeNull();
        (await Cloud.GetAsync(accepted.Headers["Azure-AsyncOperation"])).Text("status").ShouldBe("Succeeded");
        foreach (var collection in (string[])["registry-names", "registry-credentials"])
        {
            (await Cloud.Store.ListAsync(collection, cancellationToken: TestContext.Current.CancellationToken)).Documents.ShouldBeEmpty();
        }

        var left = await Cloud.Store.ListAsync("resources", registry.ToLowerInvariant(), cancellationToken: TestContext.Current.CancellationToken);
        left.Documents.ShouldBeEmpty();
    }

    [Fact]
    public async Task Registry_BeingDeleted_IsServedNoMoreAndCannotBeWritten()
    {
        var registry = await MakeFilledAsync();
        var (reached, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        Content.BeforeDeletion = _ =>
        {
            reached.TrySetResult();
            return goOn.Task;
        };

        await Cloud.DeleteAsync(registry);
        await reached.Task;

        (await Cloud.GetAsync(registry)).Text("properties", "provisioningState").ShouldBe("Deleting");
        Registries.Find(Server).ShouldBeNull();
        (await Cloud.PatchAsync(registry, """{"tags":{}}""")).ShouldBeRefused(409, "RegistryBeingDeleted");
        goOn.SetResult();
        await Cloud.RunOperationsAsync();
        (await Cloud.GetAsync(registry)).ShouldBe(404);
    }

    [Fact]
    public async Task Deletion_CutOff_IsCarriedOutAfterTheRestart()
    {
        var registry = await MakeFilledAsync();
        var reached = new TaskCompletionSource();
        Content.BeforeDeletion = stopped =>
        {
            reached.TrySetResult();
            return Task.Delay(Timeout.Infinite, stopped);
        };
        await Cloud.DeleteAsync(registry);
        await reached.Task;
        Content.BeforeDeletion = _ => Task.CompletedTask;

        await Cloud.KillAndRestartAsync();
        await LoadAsync();
        await Cloud.RunOperationsAsync();

        (await Cloud.GetAsync(registry)).ShouldBe(404);
        Content.Images(Server).ShouldBeEmpty();
    }

    [Fact]
    public async Task GroupsDeletion_TakesRegistriesAlong()
    {
        var registry = await MakeFilledAsync();

        (await Cloud.DeleteAsync(Group)).ShouldBe(202);
        await Cloud.RunOperationsAsync();

        (await Cloud.GetAsync(Group)).ShouldBe(404);
        Content.Images(Server).ShouldBeEmpty();
        Registries.Find(Server).ShouldBeNull();
        await Cloud.AddGroupAsync();
        (await Cloud.GetAsync(registry)).ShouldBe(404);
        await MakeAsync();
        Registries.Find(Server).ShouldNotBeNull();
    }

    [Fact]
    public async Task Registry_MadeAgain_HasNoPasswordOfTheOldOne()
    {
        var registry = await MakeFilledAsync();
        var old = (await Cloud.PostAsync($"{registry}/listCredentials")).At("passwords")![0].Text("value")!;
        await Cloud.DeleteAsync(registry);
        await Cloud.RunOperationsAsync();

        await MakeFilledAsync();

        Registries.Verify(Facts(), "myregistry", old).ShouldBeNull();
    }

    private async Task<string> MakeFilledAsync()
    {
        var registry = await MakeAsync(properties: """{"adminUserEnabled":true}""");
        await Cloud.PutAsync($"{registry}/tokens/robot", $$$"""{"properties":{"scopeMapId":"{{{registry}}}/scopeMaps/_repositories_pull"}}""");
        await Cloud.PostAsync($"{registry}/generateCredentials", $$"""{"tokenId":"{{registry}}/tokens/robot"}""");
        Content.Push(Server, "app:v1");
        return registry;
    }
}

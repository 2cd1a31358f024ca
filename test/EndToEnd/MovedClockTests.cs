namespace Verditer.EndToEnd;

/// <summary>What az 2.74 meets when Verditer's clock is moved.</summary>
public sealed class MovedClockTests
{
    [Fact]
    public async Task Feature_AfterItsTime_IsRegisteredAndAzSignsInAnewByItself()
    {
        await using var azure = await LocalAzure.StartAsync(Build.Native, Clients.Debian13);
        await azure.AzAsync("feature register --namespace Microsoft.ContainerService --name MSIPreview");

        await azure.VerditerAsync("clock advance 2h");

        (await azure.AzAsync("feature show --namespace Microsoft.ContainerService --name MSIPreview --query properties.state -o tsv")).Output.Trim()
            .ShouldBe("Registered");
    }

    [Fact]
    public async Task SignIn_AfterTheSecretsEnd_IsRefused()
    {
        await using var azure = await LocalAzure.StartAsync(Build.Native, Clients.Debian13);
        var app = (await azure.AzAsync("ad sp create-for-rbac --name old --years 1")).Json;
        var signIn = $"login --service-principal -u {app["appId"]} -p {app["password"]} -t {app["tenant"]} --allow-no-subscriptions";
        (await azure.TryAzAsync(signIn, "before")).Ok();

        await azure.VerditerAsync("clock advance 400d");

        (await azure.TryAzAsync(signIn, "after")).Refused("AADSTS7000222");
    }
}

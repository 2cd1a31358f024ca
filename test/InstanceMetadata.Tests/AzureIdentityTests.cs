using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using Verditer.Core;

namespace Verditer.InstanceMetadata.Tests;

/// <summary>The Azure SDK as an application in a pod uses it.</summary>
public sealed class AzureIdentityTests : IAsyncLifetime
{
    private static readonly TokenRequestContext Arm = new(["https://management.azure.com/.default"]);

    private TestMachines _machines = null!;
    private HttpClient _node = null!;

    public async ValueTask InitializeAsync()
    {
        _machines = await TestMachines.StartAsync();
        _node = new HttpClient(TestMachines.HandlerOf(await _machines.Listeners.OpenAsync(TestMachines.Node)));
    }

    public ValueTask DisposeAsync()
    {
        _node.Dispose();
        return _machines.DisposeAsync();
    }

    [Fact]
    public async Task DefaultAzureCredential_OnANodeWithOneIdentity_GetsItsToken()
    {
        var identity = await CarryAsync("kubelet");
        var credential = new DefaultAzureCredential(new DefaultAzureCredentialOptions
        {
            Transport = new HttpClientTransport(_node),
            ExcludeEnvironmentCredential = true,
            ExcludeWorkloadIdentityCredential = true,
            ExcludeAzureCliCredential = true,
            ExcludeAzureDeveloperCliCredential = true,
            ExcludeAzurePowerShellCredential = true,
            ExcludeVisualStudioCredential = true,
            ExcludeVisualStudioCodeCredential = true,
            ExcludeInteractiveBrowserCredential = true,
            ExcludeBrokerCredential = true,
        });
        (await OwnerOfTokenAsync(credential)).ShouldBe(identity.PrincipalId);
    }

    [Fact]
    public async Task ManagedIdentityCredential_NamingOneOfSeveral_GetsThatOnes()
    {
        await CarryAsync("one", "two");
        var two = _machines.Directory.FindManagedIdentity(TestMachines.IdentityId("two"))!;
        foreach (var id in new[]
        {
            ManagedIdentityId.FromUserAssignedClientId(two.ClientId),
            ManagedIdentityId.FromUserAssignedObjectId(two.PrincipalId),
            ManagedIdentityId.FromUserAssignedResourceId(new ResourceIdentifier(two.ResourceId)),
        })
        {
            (await OwnerOfTokenAsync(Credential(id))).ShouldBe(two.PrincipalId);
        }
    }

    [Fact]
    public async Task ManagedIdentityCredential_WithoutASelectorAmongSeveral_ShowsAzuresText()
    {
        await CarryAsync("one", "two");
        var error = await Should.ThrowAsync<AuthenticationFailedException>(
            Credential(ManagedIdentityId.SystemAssigned).GetTokenAsync(Arm, CancellationToken.None).AsTask());
        error.ToString().ShouldContain("Multiple user assigned identities exist, please specify the clientId / resourceId of the identity in the token request");
    }

    [Fact]
    public async Task ManagedIdentityCredential_OnANodeWithoutIdentity_ShowsAzuresText()
    {
        await _machines.StoreOwnerAsync(TestMachines.ScaleSet, "None");
        var error = await Should.ThrowAsync<AuthenticationFailedException>(
            Credential(ManagedIdentityId.SystemAssigned).GetTokenAsync(Arm, CancellationToken.None).AsTask());
        error.ToString().ShouldContain("Identity not found");
    }

    private ManagedIdentityCredential Credential(ManagedIdentityId id) =>
        new(new ManagedIdentityCredentialOptions(id) { Transport = new HttpClientTransport(_node), Retry = { MaxRetries = 0 } });

    private async Task<ManagedIdentity> CarryAsync(params string[] names)
    {
        ManagedIdentity? last = null;
        foreach (var name in names)
        {
            last = await _machines.AddIdentityAsync(name);
        }

        await _machines.StoreOwnerAsync(TestMachines.ScaleSet, "UserAssigned", names);
        return last!;
    }

    /// <summary>The object id in the token that the credential gets.</summary>
    private static async Task<string?> OwnerOfTokenAsync(TokenCredential credential) =>
        Answers.ClaimsOf((await credential.GetTokenAsync(Arm, CancellationToken.None)).Token).Text("oid");
}

using Verditer.Core;

namespace Verditer.Directory.Tests;

/// <summary>What each kind of token says.</summary>
public sealed class TokenTests : DirectoryTest
{
    public const string IdentityId =
        "/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/MyGroup/providers/Microsoft.ManagedIdentity/userAssignedIdentities/mine";

    private const string V1Claims = "aud iss iat nbf exp aio appid appidacr idp idtyp oid rh sub tid uti ver";
    private const string V2Claims = "aud iss iat nbf exp aio azp azpacr idtyp oid rh sub tid uti ver";

    [Fact]
    public async Task ServicePrincipal_V1_SaysWhatAzureSays()
    {
        var client = await Entra.AddClientAsync();
        var token = await Entra.TokenAsync(client);
        var claims = Claims.Of(token);

        string.Join(' ', claims.Select(claim => claim.Key)).ShouldBe(V1Claims);
        claims.Text("aud").ShouldBe("https://management.azure.com/");
        claims.Text("iss").ShouldBe($"https://sts.windows.net/{Entra.Tenant}/");
        claims.Text("idp").ShouldBe($"https://sts.windows.net/{Entra.Tenant}/");
        claims.Text("appid").ShouldBe(client.ClientId);
        claims.Text("appidacr").ShouldBe("1");
        claims.Text("idtyp").ShouldBe("app");
        claims.Text("oid").ShouldBe(client.PrincipalId);
        claims.Text("sub").ShouldBe(client.PrincipalId);
        claims.Text("tid").ShouldBe(Entra.Tenant);
        claims.Text("ver").ShouldBe("1.0");
        var now = Entra.Time.GetUtcNow().ToUnixTimeSeconds();
        claims["iat"]!.GetValue<long>().ShouldBe(now - 300);
        claims["nbf"]!.GetValue<long>().ShouldBe(now - 300);
        claims["exp"]!.GetValue<long>().ShouldBe(now + 3599);
        var header = Claims.Header(token);
        header.Text("alg").ShouldBe("RS256");
        header.Text("typ").ShouldBe("JWT");
        header.Text("kid").ShouldBe(header.Text("x5t"));
    }

    [Fact]
    public async Task ServicePrincipal_V2_SaysAzp()
    {
        var client = await Entra.AddClientAsync();
        var api = await Entra.AddClientAsync("api");
        var index = Entra.Get<DirectoryIndex>();
        await Entra.Get<DirectoryWriter>().CommitAsync(
            batch => index.Applications.TryChange(batch, DirectoryIndex.Key(Entra.Tenant, api.ApplicationId), app => app with { TokenVersion = 2 }),
            TestDirectory.Cancelled);
        var claims = Claims.Of(await Entra.TokenAsync(client, api.ClientId));
        string.Join(' ', claims.Select(claim => claim.Key)).ShouldBe(V2Claims);
        claims.Text("azp").ShouldBe(client.ClientId);
        claims.Text("ver").ShouldBe("2.0");
    }

    [Fact]
    public async Task ManagedIdentity_SaysItsResourceInAzuresSpelling()
    {
        var identity = await Entra.Directory.EnsureManagedIdentityAsync(Entra.Tenant, IdentityId, ManagedIdentityKind.UserAssigned, TestDirectory.Cancelled);
        var result = await Entra.Issuer.ForManagedIdentityAsync(identity, "https://vault.azure.net", TestDirectory.Cancelled);
        var claims = Claims.Of(result.Token!.Value);
        string.Join(' ', claims.Select(claim => claim.Key)).ShouldBe(V1Claims + " xms_mirid");
        claims.Text("xms_mirid").ShouldBe(IdentityId.Replace("resourceGroups", "resourcegroups", StringComparison.Ordinal));
        claims.Text("appid").ShouldBe(identity.ClientId);
        claims.Text("appidacr").ShouldBe("2");
        claims.Text("aud").ShouldBe("https://vault.azure.net");
        (result.Token.Expires - Entra.Time.GetUtcNow()).ShouldBe(TimeSpan.FromSeconds(86399));
    }

    [Fact]
    public async Task FirstParty_GetsATokenOnlyOnceItIsThere()
    {
        const string Aks = "7319c514-987d-4e9b-ac3d-d38c4f427f4c";
        var missing = await Entra.Issuer.ForFirstPartyAsync(Entra.Tenant, Aks, TestDirectory.ArmResource, TestDirectory.Cancelled);
        missing.Error!.Number.ShouldBe(700016);
        var principal = await Entra.Directory.EnsureFirstPartyAsync(Entra.Tenant, Aks, "Azure Kubernetes Service", TestDirectory.Cancelled);
        (await Entra.Directory.EnsureFirstPartyAsync(Entra.Tenant, Aks, "Azure Kubernetes Service", TestDirectory.Cancelled)).ShouldBe(principal);
        var found = await Entra.Issuer.ForFirstPartyAsync(Entra.Tenant, Aks, TestDirectory.ArmResource, TestDirectory.Cancelled);
        Claims.Of(found.Token!.Value).Text("appidacr").ShouldBe("2");
    }

    [Theory]
    [InlineData("https://management.azure.com")]
    [InlineData("https://management.azure.com/")]
    [InlineData("https://management.core.windows.net")]
    [InlineData("https://management.core.windows.net/")]
    public async Task Arm_InEverySpelling_IsTheAudienceAskedFor(string resource)
    {
        var token = await Entra.TokenAsync(await Entra.AddClientAsync(), resource);
        Claims.Of(token).Text("aud").ShouldBe(resource);
        Entra.Validator.Validate(token, Audience.ResourceManager).Error.ShouldBeNull();
    }
}

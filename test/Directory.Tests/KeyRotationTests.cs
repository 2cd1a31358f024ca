using Verditer.Core;

namespace Verditer.Directory.Tests;

public sealed class KeyRotationTests : DirectoryTest
{
    [Fact]
    public async Task Keys_OldAndNew_AreShownAndValidate_UntilTheOldOnesTokensHaveEnded()
    {
        var identity = await Entra.Directory.EnsureManagedIdentityAsync(Entra.Tenant, TokenTests.IdentityId, ManagedIdentityKind.UserAssigned, TestDirectory.Cancelled);
        var old = Entra.Administration.ListKeys(Entra.Tenant).Single().Kid;
        var token = (await Entra.Issuer.ForManagedIdentityAsync(identity, TestDirectory.ArmResource, TestDirectory.Cancelled)).Token!.Value;
        var fresh = await Entra.Administration.RotateKeyAsync(Entra.Tenant, TestDirectory.Cancelled);

        (await KidsAsync()).ShouldBe([fresh, old]);
        Claims.Header(await Entra.TokenAsync(await Entra.AddClientAsync())).Text("kid").ShouldBe(fresh);
        Entra.Time.Advance(TimeSpan.FromHours(23));
        Entra.Validator.Validate(token, Audience.ResourceManager).Error.ShouldBeNull();

        Entra.Time.Advance(TimeSpan.FromHours(2));
        (await KidsAsync()).ShouldBe([fresh]);
        Entra.Administration.ListKeys(Entra.Tenant).Single().Kid.ShouldBe(fresh);
    }

    private async Task<IReadOnlyList<string?>> KidsAsync()
    {
        var body = Json.ParseObject(await Entra.Http.GetByteArrayAsync(new Uri($"/{Entra.Tenant}/discovery/v2.0/keys", UriKind.Relative), TestDirectory.Cancelled));
        return [.. body["keys"]!.AsArray().Select(key => key.Text("kid"))];
    }
}

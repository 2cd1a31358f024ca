using System.Security.Cryptography;
using System.Text;
using Verditer.Core;

namespace Verditer.Directory.Tests;

public sealed class PersistenceTests : DirectoryTest
{
    [Fact]
    public async Task Restart_KeepsKeysSecretsAndIdentities()
    {
        var client = await Entra.AddClientAsync();
        var token = await Entra.TokenAsync(client);
        var identity = await Entra.Directory.EnsureManagedIdentityAsync(Entra.Tenant, TokenTests.IdentityId, ManagedIdentityKind.UserAssigned, TestDirectory.Cancelled);
        var first = Entra.Bootstrap;
        await RestartAsync();

        Entra.Validator.Validate(token, Audience.ResourceManager).Value.ObjectId.ShouldBe(client.PrincipalId);
        (await Entra.TokenAsync(client)).ShouldNotBeEmpty();
        Entra.Directory.FindManagedIdentity(TokenTests.IdentityId.ToUpperInvariant()).ShouldBe(identity);
        Entra.Bootstrap.ShouldBe(first with { Secret = null });
        first.Secret.ShouldNotBeNull();
    }

    [Fact]
    public async Task Rotation_KeepsOldTokensGood_AndSignsByTheNewKey()
    {
        var client = await Entra.AddClientAsync();
        var old = await Entra.TokenAsync(client);
        var kid = await Entra.Administration.RotateKeyAsync(Entra.Tenant, TestDirectory.Cancelled);
        var fresh = await Entra.TokenAsync(client);
        await RestartAsync();

        Claims.Header(fresh).Text("kid").ShouldBe(kid);
        Claims.Header(old).Text("kid").ShouldNotBe(kid);
        Claims.Header(await Entra.TokenAsync(client)).Text("kid").ShouldBe(kid);
        Entra.Validator.Validate(old, Audience.ResourceManager).Error.ShouldBeNull();
        Entra.Validator.Validate(fresh, Audience.ResourceManager).Error.ShouldBeNull();
        var keys = Json.ParseObject(await Entra.Http.GetByteArrayAsync(new Uri($"/{Entra.Tenant}/discovery/v2.0/keys", UriKind.Relative), TestDirectory.Cancelled));
        keys["keys"]!.AsArray().Select(key => key.Text("kid")).ShouldBe([kid, Claims.Header(old).Text("kid")]);
    }

    [Fact]
    public async Task Rotation_ForgetsKeysThatNoTokenCanNameAnyMore()
    {
        var client = await Entra.AddClientAsync();
        var old = await Entra.TokenAsync(client);
        await Entra.Administration.RotateKeyAsync(Entra.Tenant, TestDirectory.Cancelled);
        Entra.Time.Advance(TimeSpan.FromDays(4));
        await Entra.Administration.RotateKeyAsync(Entra.Tenant, TestDirectory.Cancelled);
        Entra.Get<KeyRing>().Find(Claims.Header(old).Text("kid")!).ShouldBeNull();
        Entra.Get<KeyRing>().Of(Entra.Tenant).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Secrets_AndKeys_AreNotOnDiskInPlainText()
    {
        var generated = await Entra.AddClientAsync();
        var chosen = await Entra.AddClientAsync(chosen: "a rather memorable phrase");
        var owned = await Entra.Directory.EnsureOwnedApplicationAsync(Entra.Tenant, "cluster", "cluster", Entra.Bootstrap.PrincipalId, TimeSpan.FromDays(365), TestDirectory.Cancelled);
        var token = await Entra.TokenAsync(generated);
        var key = ((RSA)Entra.Get<KeyRing>().Of(Entra.Tenant)[0].SecurityKey.PrivateKey).ExportPkcs8PrivateKey();
        var secret = Entra.Bootstrap.Secret!;
        await RestartAsync();
        await Entra.DisposeAsync();
        var disk = System.IO.Directory.GetFiles(Folder).SelectMany(File.ReadAllBytes).ToArray();
        foreach (var hidden in new[] { generated.Secret, chosen.Secret, owned.Secret, secret, token, Convert.ToBase64String(key)[40..200] })
        {
            disk.AsSpan().IndexOf(Encoding.UTF8.GetBytes(hidden)).ShouldBe(-1);
        }

        disk.AsSpan().IndexOf(key.AsSpan(100, 64)).ShouldBe(-1);
        disk.AsSpan().IndexOf(Encoding.UTF8.GetBytes(generated.ClientId)).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task SealedKey_WithAnotherHostKey_IsNotOpened()
    {
        await Entra.DisposeAsync();
        var wrong = new byte[AesGcmSecretProtector.KeyLength];
        wrong[0] = 1;
        await Should.ThrowAsync<CryptographicException>(() => TestDirectory.StartAsync(Folder + "/.", sealKey: wrong));
    }

    [Fact]
    public async Task OwnedApplication_MadeAgain_HasANewSecretInPlaceOfTheOld()
    {
        var first = await EnsureAsync();
        var second = await EnsureAsync();
        (second.AppId, second.PrincipalId).ShouldBe((first.AppId, first.PrincipalId));
        (await Entra.Issuer.ForClientSecretAsync(Entra.Tenant, first.AppId, first.Secret, TestDirectory.ArmResource, TestDirectory.Cancelled)).Error!.Number.ShouldBe(7000215);
        (await Entra.Issuer.ForClientSecretAsync(Entra.Tenant, second.AppId, second.Secret, TestDirectory.ArmResource, TestDirectory.Cancelled)).Error.ShouldBeNull();
        await Entra.Directory.DeleteOwnedApplicationAsync(Entra.Tenant, "cluster", TestDirectory.Cancelled);
        await Entra.Directory.DeleteOwnedApplicationAsync(Entra.Tenant, "cluster", TestDirectory.Cancelled);
        Entra.Directory.FindPrincipal(Entra.Tenant, first.PrincipalId).ShouldBeNull();

        Task<OwnedApplication> EnsureAsync() => Entra.Directory.EnsureOwnedApplicationAsync(
            Entra.Tenant, "cluster", "cluster", Entra.Bootstrap.PrincipalId, TimeSpan.FromDays(365), TestDirectory.Cancelled);
    }

    [Fact]
    public async Task ManagedIdentity_EnsuredByManyAtOnce_IsOne()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Entra.Directory.EnsureManagedIdentityAsync(
            Entra.Tenant, TokenTests.IdentityId, ManagedIdentityKind.UserAssigned, TestDirectory.Cancelled)));
        made.Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task Ids_InAnotherCase_MeanTheSame()
    {
        var client = await Entra.AddClientAsync();
        var (tenant, resource) = (Entra.Tenant.ToUpperInvariant(), TokenTests.IdentityId);
        (await Entra.Administration.AddPasswordAsync(tenant, client.ApplicationId.ToUpperInvariant(), null, TimeSpan.FromDays(1), null, TestDirectory.Cancelled)).ShouldNotBeNull();
        var first = await Entra.Directory.EnsureManagedIdentityAsync(tenant, resource, ManagedIdentityKind.SystemAssigned, TestDirectory.Cancelled);
        var second = await Entra.Directory.EnsureManagedIdentityAsync(Entra.Tenant, resource.ToUpperInvariant(), ManagedIdentityKind.SystemAssigned, TestDirectory.Cancelled);
        second.ShouldBe(first);
        first.TenantId.ShouldBe(Entra.Tenant);
        (await Entra.Administration.DeletePrincipalAsync(tenant, client.PrincipalId.ToUpperInvariant(), TestDirectory.Cancelled)).ShouldBeTrue();
        Entra.Directory.FindPrincipal(Entra.Tenant, client.PrincipalId).ShouldBeNull();
        await Should.ThrowAsync<ArgumentException>(() => Entra.Directory.EnsureManagedIdentityAsync("nowhere", "/subscriptions/x", ManagedIdentityKind.SystemAssigned, TestDirectory.Cancelled));
    }

    [Fact]
    public async Task SignIns_AreKeptAcrossARestart_NewestFirst_AndBounded()
    {
        var client = await Entra.AddClientAsync();
        await Entra.TokenAsync(client);
        await Entra.Issuer.ForClientSecretAsync(Entra.Tenant, client.ClientId, "wrong", TestDirectory.ArmResource, TestDirectory.Cancelled);
        await RestartAsync();
        var signIns = Entra.Get<ISignInLog>().Read(Entra.Tenant);
        signIns.Select(signIn => signIn.ErrorCode).ShouldBe([7000215, 0]);
        signIns[0].PrincipalId.ShouldBe(client.PrincipalId);
        signIns[0].Resource.ShouldBe(TestDirectory.ArmResource);
        signIns[1].Succeeded.ShouldBeTrue();
        Entra.Get<ISignInLog>().Read(Guid.NewGuid().ToString()).ShouldBeEmpty();
    }

    [Fact]
    public async Task SignIns_BeyondWhatIsKept_AreForgotten()
    {
        using var log = new SignInLog(Entra.Get<Verditer.Storage.IDocumentStore>(), new() { SignInsKept = 300 });
        await log.LoadAsync(TestDirectory.Cancelled);
        for (var i = 0; i < 1000; i++)
        {
            log.Add(new($"{i}", Entra.Time.GetUtcNow(), "t", "c", null, null, 0, null, "clientSecret"));
            if (i % 100 == 99)
            {
                await log.FlushAsync(TestDirectory.Cancelled);
            }
        }

        log.Read("t", 1000).Select(signIn => signIn.Id).ShouldBe(Enumerable.Range(700, 300).Reverse().Select(i => $"{i}"));
        using var again = new SignInLog(Entra.Get<Verditer.Storage.IDocumentStore>(), new() { SignInsKept = 300 });
        await again.LoadAsync(TestDirectory.Cancelled);
        again.Read("t", 1000).Select(signIn => signIn.Id).ShouldBe(Enumerable.Range(700, 300).Reverse().Select(i => $"{i}"));
    }
}

using System.Net;
using Verditer.Storage;

namespace Verditer.Host.Tests;

public sealed class BootstrapFileTests : IAsyncLifetime
{
    private readonly VerditerOptions _options = new() { StateFolder = TestHost.NewFolder(), Port = 0 };
    private BootstrapPrincipal _first = null!;

    private StatePaths Paths => new(_options.StateFolder!);

    public async ValueTask InitializeAsync()
    {
        await using var host = await VerditerHost.StartAsync(_options);
        _first = host.Principal;
    }

    public ValueTask DisposeAsync()
    {
        System.IO.Directory.Delete(Paths.Root, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"tenantId\":\"")]
    [InlineData("{\"tenantId\":\"x\",\"clientSecret\":\"y\"}")]
    public async Task Start_WithAFileThatCannotBeRead_IsRefusedAndLeavesIt(string text)
    {
        await File.WriteAllTextAsync(Paths.Bootstrap, text);

        var error = await Should.ThrowAsync<StateFolderException>(VerditerHost.StartAsync(_options));

        error.Message.ShouldContain($"'{Paths.Bootstrap}'");
        error.Message.ShouldContain("from a copy");
        (await File.ReadAllTextAsync(Paths.Bootstrap)).ShouldBe(text);
    }

    [Fact]
    public async Task Start_WithAnotherDatabasesFile_IsRefusedAndLeavesIt()
    {
        var text = (await File.ReadAllTextAsync(Paths.Bootstrap)).Replace(_first.ClientId, Guid.NewGuid().ToString(), StringComparison.Ordinal);
        await File.WriteAllTextAsync(Paths.Bootstrap, text);

        (await Should.ThrowAsync<StateFolderException>(VerditerHost.StartAsync(_options))).Message.ShouldContain(_first.ClientId);

        (await File.ReadAllTextAsync(Paths.Bootstrap)).ShouldBe(text);
    }

    /// <summary>Lost, or never written by a start that was killed.</summary>
    [Fact]
    public async Task Start_WithoutTheFile_MakesANewSecretForTheSamePrincipalAndSubscription()
    {
        File.Delete(Paths.Bootstrap);

        var host = await TestHost.StartAsync(_ => _options);

        host.Running.Principal.ShouldBe(_first with { Secret = host.Running.Principal.Secret });
        host.Running.Principal.Secret.ShouldNotBe(_first.Secret);
        BootstrapFile.Read(Paths).ShouldBe(host.Running.Principal);
        using var arm = await host.ArmAsync();
        using var made = await arm.PutAsync(host.Group("kept"), """{"location":"westeurope"}""");
        made.StatusCode.ShouldBe(HttpStatusCode.Created);
        await host.Running.DisposeAsync();
    }
}

using System.Net;
using System.Net.Sockets;
using Verditer.Storage;

namespace Verditer.Host.Tests;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class StateFolderTests
{
    [Fact]
    public async Task Files_WithSecrets_AreTheirUsersAlone()
    {
        await using var host = await TestHost.StartAsync();
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        foreach (var file in new[] { host.Paths.CaKey, host.Paths.SecretKey, host.Paths.Bootstrap, host.Paths.AdminSocket, host.Paths.Database })
        {
            File.GetUnixFileMode(file).ShouldBe(Owner, file);
        }

        File.GetUnixFileMode(host.Paths.Root).ShouldBe(Owner | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task SecondHost_OnTheSameFolder_IsRefusedAndTheFirstGoesOn()
    {
        await using var host = await TestHost.StartAsync();
        var error = await Should.ThrowAsync<StateFolderException>(
            VerditerHost.StartAsync(new VerditerOptions { StateFolder = host.Paths.Root, Port = 0 }));
        error.Message.ShouldContain($"process {Environment.ProcessId}");
        error.Message.ShouldContain("verditer down");
        using var client = host.Client(throughProxy: false);
        (await client.GetStringAsync("healthz")).ShouldBe("ok\n");
        File.Exists(host.Paths.Runtime).ShouldBeTrue();
    }

    [Fact]
    public async Task Port_AlreadyTaken_IsNamedWithTheWayOn()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var folder = TestHost.NewFolder();
        var error = await Should.ThrowAsync<HostStartException>(
            VerditerHost.StartAsync(new VerditerOptions { StateFolder = folder, Port = port }));
        error.Message.ShouldContain($"Port {port} is already taken");
        error.Message.ShouldContain("--port");
        System.IO.Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Restart_KeepsThePrincipalAndTheAuthority()
    {
        var options = new VerditerOptions { StateFolder = TestHost.NewFolder(), Port = 0 };
        var paths = new StatePaths(options.StateFolder);
        BootstrapPrincipal first;
        await using (var host = await VerditerHost.StartAsync(options))
        {
            host.IsFirstStart.ShouldBeTrue();
            first = host.Principal;
            first.Secret.ShouldNotBeNullOrEmpty();
        }

        File.Exists(paths.Runtime).ShouldBeFalse();
        var authority = await File.ReadAllTextAsync(paths.CaCertificate);
        await using (var host = await VerditerHost.StartAsync(options))
        {
            host.IsFirstStart.ShouldBeFalse();
            host.Principal.ShouldBe(first);
        }

        (await File.ReadAllTextAsync(paths.CaCertificate)).ShouldBe(authority);
        System.IO.Directory.Delete(options.StateFolder, recursive: true);
    }

    [Fact]
    public void SecretKey_MissingBesideADatabase_IsRefused()
    {
        var paths = new StatePaths(TestHost.NewFolder());
        System.IO.Directory.CreateDirectory(paths.Root);
        File.WriteAllText(paths.Database, "x");
        Should.Throw<StateFolderException>(() => SecretKeyFile.Open(paths)).Message.ShouldContain("is missing");
        File.Exists(paths.SecretKey).ShouldBeFalse();
        System.IO.Directory.Delete(paths.Root, recursive: true);
    }

    [Fact]
    public void RuntimeFile_OfAProcessThatIsGone_IsNotBelieved()
    {
        var paths = new StatePaths(TestHost.NewFolder());
        System.IO.Directory.CreateDirectory(paths.Root);
        File.WriteAllText(paths.Runtime, $$"""{"pid":{{Environment.ProcessId}},"port":1,"started":"2001-01-01T00:00:00Z","address":"127.0.0.1"}""");
        RuntimeFile.Read(paths).ShouldBeNull();
        System.IO.Directory.Delete(paths.Root, recursive: true);
    }
}

using System.Net;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Verditer.Storage;

namespace Verditer.Host.Tests;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class StateFolderTests
{
    [Fact]
    public async Task Start_InAFolderWithOtherPeoplesFiles_LeavesItsMode()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("verditer-").FullName;
        const UnixFileMode Open = (UnixFileMode)0b111_101_101;
        await File.WriteAllTextAsync(Path.Combine(folder, "mine"), "");
        File.SetUnixFileMode(folder, Open);

        for (var start = 0; start < 2; start++)
        {
            await using var host = await VerditerHost.StartAsync(new VerditerOptions { StateFolder = folder, Port = 0 });
            File.GetUnixFileMode(folder).ShouldBe(Open);
        }

        File.Exists(Path.Combine(folder, "mine")).ShouldBeTrue();
        System.IO.Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("kube/config")]
    [InlineData("clusters/theirs")]
    [InlineData("lock")]
    public void Open_OfAFolderInWhichOthersUseItsNames_IsRefusedAndChangesNothing(string theirs)
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("verditer-").FullName;
        var file = Path.Combine(folder, theirs);
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, "mine");
        File.WriteAllText(Path.Combine(folder, "notes.txt"), "mine");

        Should.Throw<StateFolderException>(() => StateFolder.Open(new StatePaths(folder))).Message.ShouldContain(theirs.Split('/')[0]);

        File.ReadAllText(file).ShouldBe("mine");
        System.IO.Directory.EnumerateFileSystemEntries(folder).Count().ShouldBe(2);
        System.IO.Directory.Delete(folder, recursive: true);
    }

    /// <summary>As <c>up --detach</c> does: one process opens the folder before the other runs on it.</summary>
    [Fact]
    public async Task Open_AfterAStartThatCameToNothingBesideOtherPeoplesFiles_IsGranted()
    {
        var paths = new StatePaths(System.IO.Directory.CreateTempSubdirectory("verditer-").FullName);
        const UnixFileMode Open = (UnixFileMode)0b111_101_101;
        await File.WriteAllTextAsync(Path.Combine(paths.Root, "notes.txt"), "mine");
        File.SetUnixFileMode(paths.Root, Open);
        using (StateFolder.Open(paths))
        {
            PrivateFile.Write(paths.Log, []);
        }

        StateFolder.IsOne(paths).ShouldBeTrue();
        await using (await VerditerHost.StartAsync(new VerditerOptions { StateFolder = paths.Root, Port = 0 }))
        {
            File.GetUnixFileMode(paths.Root).ShouldBe(Open);
        }

        (await File.ReadAllTextAsync(Path.Combine(paths.Root, "notes.txt"))).ShouldBe("mine");
        System.IO.Directory.Delete(paths.Root, recursive: true);
    }

    [Theory]
    [InlineData(".probe.4711", true)]
    [InlineData("bootstrap.json.4711.new", true)]
    [InlineData("lock.4711.new", true)]
    [InlineData("notes.4711.new", false)]
    [InlineData("bootstrap.json.old.new", false)]
    [InlineData(".probe.mine", false)]
    public void Open_BesideWhatAKilledProcessWasAboutToWrite_RemovesVerditersOwnAlone(string left, bool isOwn)
    {
        var paths = new StatePaths(System.IO.Directory.CreateTempSubdirectory("verditer-").FullName);
        var file = Path.Combine(paths.Root, left);
        File.WriteAllText(file, "");
        File.WriteAllText(paths.SecretKey, "a first start's");
        if (isOwn)
        {
            using var folder = StateFolder.Open(paths);
            File.Exists(file).ShouldBeFalse();
        }
        else
        {
            Should.Throw<StateFolderException>(() => StateFolder.Open(paths));
            File.Exists(file).ShouldBeTrue();
        }

        System.IO.Directory.Delete(paths.Root, recursive: true);
    }

    [Fact]
    public async Task Start_AfterAFirstOneThatWasKilledBetweenTheAuthoritysTwoFiles_MakesItAnew()
    {
        var options = new VerditerOptions { StateFolder = TestHost.NewFolder(), Port = 0 };
        var paths = new StatePaths(options.StateFolder);
        StateFolder.Open(paths).Dispose();
        await File.WriteAllTextAsync(paths.CaKey, "-----BEGIN PRIVATE KEY-----");

        await (await VerditerHost.StartAsync(options)).DisposeAsync();

        File.Delete(paths.CaCertificate);
        (await Should.ThrowAsync<StateFolderException>(VerditerHost.StartAsync(options))).Message.ShouldContain("Put both back");
        System.IO.Directory.Delete(paths.Root, recursive: true);
    }

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
    public async Task Address_ThatIsNotThisMachines_IsNamedWithTheWayOn()
    {
        var folder = TestHost.NewFolder();
        var error = await Should.ThrowAsync<HostStartException>(
            VerditerHost.StartAsync(new VerditerOptions { StateFolder = folder, Port = 0, Address = IPAddress.Parse("192.0.2.1") }));
        error.Message.ShouldContain("Port 0 on 192.0.2.1");
        error.Message.ShouldContain("--listen");
        System.IO.Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Folder_BelowAFile_IsNamedWithTheWayOn()
    {
        var file = TestHost.NewFolder();
        await File.WriteAllTextAsync(file, "mine");
        var error = await Should.ThrowAsync<StateFolderException>(
            VerditerHost.StartAsync(new VerditerOptions { StateFolder = Path.Combine(file, "state"), Port = 0 }));
        error.Message.ShouldContain($"'{file}/state' cannot be written");
        error.Message.ShouldContain("--state");
        (await File.ReadAllTextAsync(file)).ShouldBe("mine");
        File.Delete(file);
    }

    [Fact]
    public async Task Folder_ReadOnly_IsNamedWithTheWayOn()
    {
        // Not even root may write there.
        const string Folder = "/sys/kernel/verditer";
        var error = await Should.ThrowAsync<StateFolderException>(
            VerditerHost.StartAsync(new VerditerOptions { StateFolder = Folder, Port = 0 }));
        error.Message.ShouldContain($"'{Folder}' cannot be written");
        error.Message.ShouldContain("VERDITER_STATE");
    }

    [Fact]
    public async Task Folder_OfANewerVersion_IsRefusedUntouched_AndItsOwnVersionStartsAgain()
    {
        var options = new VerditerOptions { StateFolder = TestHost.NewFolder(), Port = 0 };
        var database = new StatePaths(options.StateFolder).Database;
        await (await VerditerHost.StartAsync(options)).DisposeAsync();
        await RunAsync(database, "INSERT INTO schema_version (version) VALUES (999)");
        var before = await File.ReadAllBytesAsync(database);

        var error = await Should.ThrowAsync<StateVersionException>(VerditerHost.StartAsync(options));
        error.Message.ShouldContain("has version 999");
        error.Message.ShouldContain("Start the newer Verditer");
        (await File.ReadAllBytesAsync(database)).ShouldBe(before);
        File.Exists(new StatePaths(options.StateFolder).Runtime).ShouldBeFalse();

        await RunAsync(database, "DELETE FROM schema_version WHERE version = 999");
        await using (var again = await VerditerHost.StartAsync(options))
        {
            again.IsFirstStart.ShouldBeFalse();
        }

        System.IO.Directory.Delete(options.StateFolder, recursive: true);
    }

    [Fact]
    public async Task Folder_WhoseDatabaseIsNone_IsRefusedUntouched()
    {
        var options = new VerditerOptions { StateFolder = TestHost.NewFolder(), Port = 0 };
        var database = new StatePaths(options.StateFolder).Database;
        await (await VerditerHost.StartAsync(options)).DisposeAsync();
        var text = new string('x', 5000);
        await File.WriteAllTextAsync(database, text);
        var error = await Should.ThrowAsync<StateFolderException>(VerditerHost.StartAsync(options));
        error.Message.ShouldContain(database);
        (await File.ReadAllTextAsync(database)).ShouldBe(text);
        System.IO.Directory.Delete(options.StateFolder, recursive: true);
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
    public async Task RuntimeFile_OfAKilledProcessThatNobodyHasWaitedFor_IsNotBelieved()
    {
        var paths = new StatePaths(TestHost.NewFolder());

        // The shell starts a child and becomes a program that never asks about it: once killed, the child stays as a zombie.
        using var parent = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo("/bin/sh", ["-c", "sleep 600 & echo $!; exec sleep 600"]) { RedirectStandardOutput = true })!;
        var pid = int.Parse((await parent.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!, System.Globalization.CultureInfo.InvariantCulture);
        using (var child = System.Diagnostics.Process.GetProcessById(pid))
        {
            System.IO.Directory.CreateDirectory(paths.Root);
            await File.WriteAllTextAsync(paths.Runtime, $$"""
                {"pid":{{pid}},"port":1,"started":"{{new DateTimeOffset(child.StartTime).ToUniversalTime():O}}","address":"127.0.0.1"}
                """, TestContext.Current.CancellationToken);
            RuntimeFile.Read(paths).ShouldNotBeNull();
            child.Kill();
        }

        var gone = false;
        for (var attempt = 0; attempt < 500 && !gone; attempt++)
        {
            gone = RuntimeFile.Read(paths) is null;
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        var isZombie = (await File.ReadAllTextAsync($"/proc/{pid}/stat", TestContext.Current.CancellationToken)).Contains(") Z ", StringComparison.Ordinal);
        parent.Kill();
        System.IO.Directory.Delete(paths.Root, recursive: true);
        (gone, isZombie).ShouldBe((true, true));
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

    private static async Task RunAsync(string database, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}

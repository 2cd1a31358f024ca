using System.Runtime.Versioning;
using Microsoft.Data.Sqlite;

namespace Verditer.Storage.Sqlite.Tests;

[UnsupportedOSPlatform("windows")]
public sealed class StateFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Open_OfANewFolder_MakesFolderAndFilesForTheUserAlone()
    {
        var path = Path.Combine(_folder.Path, "new", "deeper", "state.db");
        await using var store = await Stores.OpenAsync(path);
        await store.PutAsync("k", "x");

        File.GetUnixFileMode(Path.GetDirectoryName(path)!).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(path)!))
        {
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, file);
        }
    }

    [Fact]
    public async Task Dispose_LeavesNoWriteAheadLog()
    {
        var store = await Stores.OpenAsync(_folder.File("state.db"));
        await store.PutAsync("k", "x");
        await store.DisposeAsync();
        await store.DisposeAsync();

        Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order().ShouldBe(["state.db", "state.db.lock"]);
    }

    [Fact]
    public async Task Open_OfAFileOfANewerVersion_IsRefusedAndChangesNothing()
    {
        await (await Stores.OpenAsync(_folder.File("state.db"))).DisposeAsync();
        Execute("INSERT INTO schema_version (version) VALUES (999)");
        var before = await File.ReadAllBytesAsync(_folder.File("state.db"));

        var refusal = await Should.ThrowAsync<StateVersionException>(() => Stores.OpenAsync(_folder.File("state.db")));

        refusal.Message.ShouldContain("version 999");
        refusal.Message.ShouldContain($"up to {refusal.Known}");
        refusal.Message.ShouldContain("Start the newer Verditer");
        (await File.ReadAllBytesAsync(_folder.File("state.db"))).ShouldBe(before);
    }

    [Fact]
    public async Task Open_InAFolderThatCannotBeWritten_NamesItAndTheCommand()
    {
        // Not even root may write there.
        var refusal = await Should.ThrowAsync<StateFolderException>(() => Stores.OpenAsync("/sys/kernel/state.db"));

        refusal.Path.ShouldBe("/sys/kernel");
        refusal.Message.ShouldContain("chmod u+rwx '/sys/kernel'");
    }

    [Fact]
    public async Task Open_InAFolderThatCannotBeMade_NamesItAndTheCommand()
    {
        var refusal = await Should.ThrowAsync<StateFolderException>(() => Stores.OpenAsync("/sys/kernel/verditer/state.db"));

        refusal.Path.ShouldBe("/sys/kernel/verditer");
        refusal.Message.ShouldContain("mkdir -p -m 700 '/sys/kernel/verditer'");
    }

    [Fact]
    public async Task Open_OfAFileThatIsInUse_SaysSo()
    {
        await using var store = await Stores.OpenAsync(_folder.File("state.db"));

        var refusal = await Should.ThrowAsync<StateFolderException>(() => Stores.OpenAsync(_folder.File("state.db")));

        refusal.Message.ShouldContain("in use by another process");
        refusal.Message.ShouldContain("verditer down");
        (await store.PutAsync("k", "x")).ShouldBe(1);
    }

    [Fact]
    public async Task Open_OfSomethingElse_IsRefusedAndLeavesItAlone()
    {
        var text = new string('x', 5000);
        await File.WriteAllTextAsync(_folder.File("state.db"), text);

        var refusal = await Should.ThrowAsync<StateFolderException>(() => Stores.OpenAsync(_folder.File("state.db")));

        refusal.Message.ShouldContain("is not a Verditer state file");
        (await File.ReadAllTextAsync(_folder.File("state.db"))).ShouldBe(text);
    }

    [Fact]
    public async Task Open_OfAFolder_IsRefused()
    {
        Directory.CreateDirectory(_folder.File("state.db"));

        var refusal = await Should.ThrowAsync<StateFolderException>(() => Stores.OpenAsync(_folder.File("state.db")));

        refusal.Message.ShouldContain("is a folder");
    }

    [Fact]
    public async Task Open_AfterARefusal_IsPossible()
    {
        await File.WriteAllTextAsync(_folder.File("state.db"), new string('x', 5000));
        await Should.ThrowAsync<StateFolderException>(() => Stores.OpenAsync(_folder.File("state.db")));
        File.Delete(_folder.File("state.db"));

        await using var store = await Stores.OpenAsync(_folder.File("state.db"));
        (await store.PutAsync("k", "x")).ShouldBe(1);
    }

    [Fact]
    public async Task Leases_OfAProcessThatIsGone_DoNotKeepTheNextOneWaiting()
    {
        var store = await Stores.OpenAsync(_folder.File("state.db"));
        await store.AcquireLeaseAsync("work", "old", TimeSpan.FromDays(1));
        await store.DisposeAsync();

        await using var next = await Stores.OpenAsync(_folder.File("state.db"));
        (await next.AcquireLeaseAsync("work", "new", TimeSpan.FromDays(1))).ShouldNotBeNull();
    }

    public void Dispose() => _folder.Dispose();

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_folder.File("state.db")};Pooling=False");
        connection.Open();
        connection.Run(sql);
    }
}

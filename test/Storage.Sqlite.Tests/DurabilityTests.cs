using System.Diagnostics;
using System.Globalization;

namespace Verditer.Storage.Sqlite.Tests;

public sealed class DurabilityTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Store_WhoseProcessIsKilled_HasEveryWriteThatWasAcknowledged()
    {
        var acknowledged = new List<(string Key, long Revision)>();
        for (var round = 0; round < 3; round++)
        {
            acknowledged.AddRange(await WriteUntilKilledAsync($"round{round}"));
        }

        await using var store = await Stores.OpenAsync(_folder.File("state.db"));

        var left = (await store.ListAsync("left")).Documents.ToDictionary(document => document.Key);
        var right = (await store.ListAsync("right")).Documents.ToDictionary(document => document.Key);
        foreach (var (key, revision) in acknowledged)
        {
            right[key].Revision.ShouldBe(revision);
            left[key].Revision.ShouldBe(revision - 1);
        }

        // What was not acknowledged may be there, but whole; and no revision was given twice.
        left.Keys.ShouldBe(right.Keys, ignoreOrder: true);
        left.Values.Concat(right.Values).Select(document => document.Revision).Order().ShouldBe(
            Enumerable.Range(1, (int)store.Revision).Select(revision => (long)revision));
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Starts the writer and kills it (SIGKILL) in the middle of its writes.</summary>
    private async Task<List<(string Key, long Revision)>> WriteUntilKilledAsync(string round)
    {
        using var writer = Process.Start(new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, "Verditer.Storage.Sqlite.Writer"), [_folder.File("state.db"), round])
        {
            RedirectStandardOutput = true,
        })!;
        var lines = new List<string>();
        while (lines.Count < 400)
        {
            lines.Add((await writer.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)).ShouldNotBeNull());
        }

        writer.Kill();
        var rest = await writer.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await writer.WaitForExitAsync(TestContext.Current.CancellationToken);

        // The last line may have been cut off.
        lines.AddRange(rest.Split('\n')[..^1]);
        return [.. lines.Select(line => line.Split(' ')).Select(parts => (parts[0], long.Parse(parts[1], CultureInfo.InvariantCulture)))];
    }
}

using Verditer.Core;

namespace Verditer.Cli.Tests;

public sealed class ClockTests : IDisposable
{
    private readonly CommandLine _verditer = new();

    public void Dispose() => _verditer.Dispose();

    [Fact]
    public async Task Clock_Moved_DropsAzsAccessTokensAndNothingElse()
    {
        await using var host = await _verditer.StartHostAsync();
        var cache = Path.Combine(_verditer.Folder, "azure", "msal_token_cache.json");
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(cache)!);
        await File.WriteAllTextAsync(cache, """{"AccessToken":{"a":{"secret":"x"}},"RefreshToken":{"r":{}},"Account":{}}""", TestContext.Current.CancellationToken);

        (await _verditer.RunAsync("clock", "advance", "400d")).ShouldBe(0);

        (await File.ReadAllTextAsync(cache, TestContext.Current.CancellationToken)).ShouldBe("""{"AccessToken":{},"RefreshToken":{"r":{}},"Account":{}}""");
        _verditer.Error.ShouldContain("--years");
    }

    [Theory]
    [InlineData("not json")]
    [InlineData(null)]
    public async Task Clock_MovedWithoutAReadableCache_IsMovedAllTheSame(string? text)
    {
        await using var host = await _verditer.StartHostAsync();
        if (text is not null)
        {
            System.IO.Directory.CreateDirectory(Path.Combine(_verditer.Folder, "azure"));
            await File.WriteAllTextAsync(Path.Combine(_verditer.Folder, "azure", "msal_token_cache.json"), text, TestContext.Current.CancellationToken);
        }

        (await _verditer.RunAsync("clock", "advance", "1h")).ShouldBe(0);
        _verditer.Out.ShouldContain("offset");
    }

    [Theory]
    [InlineData("-1d", "'-1d' leads back")]
    [InlineData("-0.5h", "verditer clock set host")]
    [InlineData("101y", "'101y' is too long: the longest duration is 100y.")]
    [InlineData("99999999999999999999999999999999d", "is too long")]
    [InlineData("sometime", "'sometime' is not a duration")]
    [InlineData("NaNd", "is not a duration")]
    [InlineData("1.d.2d", "is not a duration")]
    public async Task Advance_ByWhatIsNoWayForward_IsRefusedWithTheReason(string by, string reason)
    {
        await using var host = await _verditer.StartHostAsync();

        (await _verditer.RunAsync("clock", "advance", by)).ShouldBe(1);

        _verditer.Error.ShouldContain(reason);
        (await _verditer.RunAsync("clock", "show", "--output", "json")).ShouldBe(0);
        _verditer.Json().Number("offsetSeconds").ShouldBe(0);
    }

    [Fact]
    public async Task Set_BeforeTheBootstrapSecretsStart_Warns()
    {
        await using var host = await _verditer.StartHostAsync();

        (await _verditer.RunAsync("clock", "set", "2020-01-01T00:00:00Z")).ShouldBe(0);
        _verditer.Error.ReplaceLineEndings(" ").ShouldContain("before the bootstrap secret's start");
        (await _verditer.RunAsync("clock", "set", "host")).ShouldBe(0);
        _verditer.Error.ReplaceLineEndings(" ").ShouldNotContain("bootstrap secret");
    }
}

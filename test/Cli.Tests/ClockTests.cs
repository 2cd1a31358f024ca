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
}

using System.Text;
using Microsoft.Extensions.Time.Testing;
using Verditer.Kubernetes;

namespace Verditer.Clusters.Containers.Tests;

public sealed class LogTests : IDisposable
{
    private const string Lines = """
        2026-01-01T00:00:01.5Z stdout F one
        2026-01-01T00:00:02Z stderr P tw
        2026-01-01T00:00:02Z stderr F o
        2026-01-01T00:00:03Z stdout F three

        """;

    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData(null, null, null, "one\ntwo\nthree\n")]
    [InlineData(1, null, null, "three\n")]
    [InlineData(0, null, null, "")]
    [InlineData(100, null, null, "one\ntwo\nthree\n")]
    [InlineData(null, 5L, null, "one\nt")]
    [InlineData(null, null, "2026-01-01T00:00:03Z", "three\n")]
    public async Task Log_IsWrittenAsAsked(int? tail, long? limit, string? since, string expected)
    {
        (await WriteAsync(new("c", false, false, false, tail, null, limit), since)).ShouldBe(expected);
    }

    [Fact]
    public async Task Log_WithTimestamps_HasThemBeforeEachLine()
    {
        (await WriteAsync(new("c", false, false, true, 1, null, null), null)).ShouldBe("2026-01-01T00:00:03Z three\n");
    }

    [Theory]
    [InlineData("")]
    [InlineData("nothing\n")]
    [InlineData("2026-01-01T00:00:01Z\n")]
    public void Line_OfAnotherForm_IsNone(string text) => LogLine.Parse(Encoding.ASCII.GetBytes(text)).ShouldBeNull();

    [Theory]
    [InlineData(1000, "one\n,tw,o\n,three\n")]
    [InlineData(40, "three\n")]
    [InlineData(10, "")]
    public void Tail_HasTheWholeLinesOfItsBytes(int bytes, string expected)
    {
        File.WriteAllText(_path, Lines);

        string.Join(',', LogFile.ReadTail(_path, bytes).Select(line => Encoding.UTF8.GetString(line.Content.Span))).ShouldBe(expected);
    }

    private async Task<string> WriteAsync(PodLogRequest request, string? since)
    {
        await File.WriteAllTextAsync(_path, Lines);
        using var output = new MemoryStream();
        DateTimeOffset? moment = since is null ? null : DateTimeOffset.Parse(since, System.Globalization.CultureInfo.InvariantCulture);
        await new LogWriter(request, moment, () => Task.FromResult(false), new FakeTimeProvider()).RunAsync(_path, output, TestContext.Current.CancellationToken);
        return Encoding.ASCII.GetString(output.ToArray());
    }
}

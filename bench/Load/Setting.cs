namespace Verditer.Bench;

/// <summary>What all measurements share: the programs, a scratch folder, how long and how often.</summary>
internal sealed record Setting(string Verditer, string Hello, string Scratch, TimeSpan Time, int Rounds)
{
    public const int Connections = 16;

    public string StateFolder => Path.Combine(Scratch, "state");

    public Task<ServerProcess> StartVerditerAsync() => ServerProcess.StartAsync(
        Verditer, port => ["up", "--port", $"{port}", "--state", StateFolder, "--rules", "ga"], "/healthz");

    /// <summary>The yardstick: bare Kestrel that answers with so many bytes.</summary>
    public Task<ServerProcess> StartHelloAsync(int bytes) => ServerProcess.StartAsync(Hello, port => [$"{port}", $"{bytes}"], "/");

    /// <summary>Measures several things in turn, so that all meet the same neighbours, and keeps the best of each.</summary>
    public async Task<double[]> BestAsync(params Func<Task<double>>[] measured)
    {
        var best = new double[measured.Length];
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < measured.Length; i++)
            {
                best[i] = Math.Max(best[i], await measured[i]());
            }
        }

        return best;
    }
}

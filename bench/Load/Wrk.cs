using System.Diagnostics;
using System.Globalization;

namespace Verditer.Bench;

/// <summary>
/// Load by <c>wrk</c>, for measurements whose yardstick has no client at all: a client in C takes the least from the cores that are measured.
/// </summary>
internal static class Wrk
{
    /// <summary>Posts a form again and again for so long, on one thread.</summary>
    /// <returns>Answers a second. Any answer but a success ends the run.</returns>
    public static async Task<double> PostFormAsync(Setting setting, int port, string host, string path, string form)
    {
        var script = Path.Combine(setting.Scratch, "form.lua");
        await File.WriteAllTextAsync(script, $"""
            wrk.method = "POST"
            wrk.headers["Host"] = "{host}"
            wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
            wrk.body = [[{form}]]
            """);
        var seconds = Math.Max(1, (int)setting.Time.TotalSeconds);
        using var wrk = Process.Start(new ProcessStartInfo(
            "wrk", $"-t1 -c{Setting.Connections} -d{seconds} -s {script} https://127.0.0.1:{port}{path}") { RedirectStandardOutput = true })!;
        var output = await wrk.StandardOutput.ReadToEndAsync();
        await wrk.WaitForExitAsync();
        if (output.Contains("Non-2xx", StringComparison.Ordinal) || output.Contains("Socket errors", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"wrk reports:\n{output}");
        }

        var line = output.Split('\n').Last(l => l.StartsWith("Requests/sec:", StringComparison.Ordinal));
        return double.Parse(line.Split(':')[1], CultureInfo.InvariantCulture);
    }
}

using System.Diagnostics;

namespace Verditer.Clusters.Containers;

/// <summary>Runs programs of the host.</summary>
internal static class HostCommand
{
    /// <summary>Standard output of a program that succeeded.</summary>
    /// <exception cref="HostCommandException">It failed, or is not there.</exception>
    public static async Task<string> RunAsync(string program, IEnumerable<string> arguments, string? input = null, CancellationToken cancellationToken = default)
    {
        var (code, output, error) = await StartAsync(program, arguments, input, cancellationToken);
        return code == 0 ? output : throw new HostCommandException($"'{program} {string.Join(' ', arguments)}' failed: {Words(error, output, code)}");
    }

    /// <summary>Whether a program succeeded; what it says is not looked at.</summary>
    public static bool Try(string program, params string[] arguments)
    {
        if (HostPrograms.Find(program) is not { } path)
        {
            return false;
        }

        using var process = Process.Start(StartInfo(path, arguments));
        process?.StandardInput.Close();
        _ = process?.StandardOutput.ReadToEndAsync();
        _ = process?.StandardError.ReadToEndAsync();
        process?.WaitForExit();
        return process?.ExitCode == 0;
    }

    /// <summary>True when it succeeded.</summary>
    public static async Task<bool> TryAsync(string program, params string[] arguments) => (await StartAsync(program, arguments, null, default)).Code == 0;

    private static async Task<(int Code, string Output, string Error)> StartAsync(
        string program, IEnumerable<string> arguments, string? input, CancellationToken cancellationToken)
    {
        var path = HostPrograms.Find(program) ?? throw new HostCommandException($"The program '{program}' is not installed.");
        using var process = Process.Start(StartInfo(path, arguments))!;
        try
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading; its exit code says why.
        }

        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, await output, await error);
    }

    private static ProcessStartInfo StartInfo(string path, IEnumerable<string> arguments) => new(path, arguments)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };

    private static string Words(string error, string output, int code) =>
        (error.Trim(), output.Trim()) switch
        {
            ({ Length: > 0 } said, _) => said,
            (_, { Length: > 0 } said) => said,
            _ => $"exit code {code}",
        };
}

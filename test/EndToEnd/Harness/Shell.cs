using System.Diagnostics;

namespace Verditer.EndToEnd;

/// <summary>Runs real commands.</summary>
public static class Shell
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>Runs a program with exactly this environment added to the smallest possible one.</summary>
    /// <param name="onError">Called with each line of the error output as it comes.</param>
    public static async Task<CommandResult> RunAsync(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, string? input = null, TimeSpan? limit = null,
        Action<string>? onError = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException($"cannot start {program}");
        using var timeout = new CancellationTokenSource(limit ?? Limit);
        var output = process.StandardOutput.ReadToEndAsync(timeout.Token);
        var errors = ReadLinesAsync(process.StandardError, onError, timeout.Token);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', start.ArgumentList)} did not end");
        }

        return new CommandResult($"{program} {string.Join(' ', start.ArgumentList)}", process.ExitCode, await output, await errors);
    }

    private static async Task<string> ReadLinesAsync(StreamReader reader, Action<string>? onLine, CancellationToken cancellationToken)
    {
        var all = new System.Text.StringBuilder();
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            all.AppendLine(line);
            onLine?.Invoke(line);
        }

        return all.ToString();
    }

    /// <summary>Splits a command line the way a shell does: blanks separate, quotes hold together.</summary>
    public static IReadOnlyList<string> Split(string line)
    {
        List<string> words = [];
        var word = new System.Text.StringBuilder();
        char? quote = null;
        var started = false;
        foreach (var c in line)
        {
            if (quote is { } open)
            {
                (quote, started) = c == open ? ((char?)null, true) : (quote, started);
                if (c != open)
                {
                    word.Append(c);
                }
            }
            else if (c is '\'' or '"')
            {
                (quote, started) = (c, true);
            }
            else if (c == ' ')
            {
                if (started || word.Length > 0)
                {
                    words.Add(word.ToString());
                }

                (started, _) = (false, word.Clear());
            }
            else
            {
                word.Append(c);
            }
        }

        if (started || word.Length > 0)
        {
            words.Add(word.ToString());
        }

        return words;
    }
}

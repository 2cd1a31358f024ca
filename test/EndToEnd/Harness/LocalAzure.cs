namespace Verditer.EndToEnd;

/// <summary>A running Verditer on a folder of its own, and commands in its environment.</summary>
internal sealed class LocalAzure : IAsyncDisposable
{
    private const int MostAttempts = 240;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly DirectoryInfo _scratch = System.IO.Directory.CreateTempSubdirectory("verditer-e2e-");
    private readonly Dictionary<string, string> _environment = [];
    private readonly string _verditer;

    private LocalAzure(string verditer) => _verditer = verditer;

    public string SubscriptionId => _environment["AZURE_SUBSCRIPTION_ID"];

    public string TenantId => _environment["AZURE_TENANT_ID"];

    /// <summary>Starts it and signs az in as the owner of its subscription.</summary>
    /// <param name="options">Further options of <c>verditer up</c>.</param>
    public static async Task<LocalAzure> StartAsync(Build build, Clients clients, string options = "")
    {
        var azure = new LocalAzure(await Tools.VerditerAsync(build));
        azure._environment["PATH"] = $"{Path.GetDirectoryName(azure._verditer)}:{await Tools.SearchPathAsync(clients)}";
        azure._environment["HOME"] = azure._scratch.FullName;
        azure._environment["VERDITER_STATE"] = Path.Combine(azure._scratch.FullName, "state");
        try
        {
            await azure.VerditerAsync($"up --detach --port 0 {options}");
            foreach (var (name, value) in (await azure.VerditerAsync("env --shell json --with-credentials")).Json.AsObject())
            {
                azure._environment[name] = value!.GetValue<string>();
            }

            await azure.VerditerAsync("login");
            return azure;
        }
        catch
        {
            await azure.DisposeAsync();
            throw;
        }
    }

    /// <summary>An az command, which must succeed.</summary>
    public async Task<CommandResult> AzAsync(string line) => (await TryAzAsync(line)).Ok();

    /// <summary>An az command that may be refused.</summary>
    /// <param name="profile">A sign-in of its own, by name; null for the owner's.</param>
    /// <param name="changes">Variables of this command's own.</param>
    /// <param name="onError">Called with each line that az writes to its error output.</param>
    public Task<CommandResult> TryAzAsync(
        string line, string? profile = null, IReadOnlyDictionary<string, string>? changes = null, Action<string>? onError = null)
    {
        var environment = profile is null
            ? _environment
            : new(_environment) { ["AZURE_CONFIG_DIR"] = Path.Combine(_scratch.FullName, profile) };
        foreach (var (name, value) in changes ?? new Dictionary<string, string>())
        {
            environment = new(environment) { [name] = value };
        }

        return Shell.RunAsync("/usr/bin/env", ["az", .. Shell.Split(line)], environment, onError: onError);
    }

    /// <summary>A kubectl command, which must succeed.</summary>
    public async Task<CommandResult> KubectlAsync(string line, string? input = null) => (await TryAsync("kubectl", line, input: input)).Ok();

    /// <summary>A command in Verditer's environment, with further variables where they are given.</summary>
    public Task<CommandResult> TryAsync(string program, string line, IReadOnlyDictionary<string, string?>? changes = null, string? input = null)
    {
        Dictionary<string, string> environment = new(_environment);
        foreach (var (name, value) in changes ?? new Dictionary<string, string?>())
        {
            if (value is null)
            {
                environment.Remove(name);
            }
            else
            {
                environment[name] = value;
            }
        }

        return Shell.RunAsync("/usr/bin/env", [program, .. Shell.Split(line)], environment, input);
    }

    /// <summary>A folder of this Verditer's own, for files of a test.</summary>
    public string Scratch => _scratch.FullName;

    public string Variable(string name) => _environment[name];

    /// <summary>Repeats a command until its output has the words; fails when it never does.</summary>
    public static async Task<CommandResult> AwaitAsync(Func<Task<CommandResult>> run, string words)
    {
        CommandResult? last = null;
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            last = await run();
            if (last.Output.Contains(words, StringComparison.Ordinal))
            {
                return last;
            }

            await Task.Delay(Pause, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException($"no '{words}': {last}");
    }

    /// <summary>Kills the process at once, as a power cut would.</summary>
    public async Task KillAsync()
    {
        var pid = (int)(await VerditerAsync("status --output json")).Json["pid"]!;
        using var process = System.Diagnostics.Process.GetProcessById(pid);
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Starts it again on the same state and the same port.</summary>
    public Task StartAgainAsync() => VerditerAsync($"up --detach --port {new Uri(Variable("HTTPS_PROXY")).Port}");

    public async Task<CommandResult> VerditerAsync(string line) =>
        (await Shell.RunAsync(_verditer, Shell.Split(line), _environment)).Ok();

    public async ValueTask DisposeAsync()
    {
        await Shell.RunAsync(_verditer, ["down", "--all"], _environment);
        _scratch.Delete(recursive: true);
    }
}

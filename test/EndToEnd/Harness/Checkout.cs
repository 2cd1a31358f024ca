namespace Verditer.EndToEnd;

/// <summary>The checkout that these tests belong to, and its scripts.</summary>
internal static class Checkout
{
    public static string Root { get; } = FindRoot();

    /// <summary>The environment of scripts: theirs to build, install and cache in.</summary>
    public static Dictionary<string, string> Environment { get; } = Present("PATH", "HOME", "VERDITER_CACHE", "XDG_CACHE_HOME", "DOTNET_ROOT", "NUGET_PACKAGES");

    /// <summary>Runs a script and answers the last line that it printed.</summary>
    public static async Task<string> RunAsync(string script, params string[] arguments)
    {
        var result = await Shell.RunAsync(Path.Combine(Root, "scripts", script), arguments, Environment, limit: TimeSpan.FromMinutes(10));
        return result.Ok().Output.TrimEnd().Split('\n')[^1];
    }

    private static Dictionary<string, string> Present(params string[] names) => names
        .Select(name => KeyValuePair.Create(name, System.Environment.GetEnvironmentVariable(name)))
        .Where(v => !string.IsNullOrEmpty(v.Value))
        .ToDictionary(v => v.Key, v => v.Value!);

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Verditer.slnx")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("run from a checkout");
        }

        return folder;
    }
}

namespace Verditer.EndToEnd;

/// <summary>What the tests run: set up once a run, by the scripts that a person would use.</summary>
internal static class Tools
{
    private static readonly Lazy<Task<string>> Native = new(() => Checkout.RunAsync("publish.sh"));
    private static readonly Lazy<Task<string>> Jit = new(() => Checkout.RunAsync("publish.sh", "--jit"));
    private static readonly Lazy<Task<string>> Trixie = new(() => Checkout.RunAsync("az-trixie.sh"));

    private static readonly Lazy<Task<string>> Node = new(() => Checkout.RunAsync("node-clients.sh"));

    /// <summary>Where Node finds Azure's SDK.</summary>
    public static Task<string> NodePathAsync() => Node.Value;

    private static readonly Lazy<Task<string>> Chromium = new(() => Checkout.RunAsync("browser.sh"));

    private static readonly Lazy<Task<string>> Skopeo = new(() => Checkout.RunAsync("skopeo.sh"));

    /// <summary>Where skopeo is, a client of container registries.</summary>
    public static Task<string> SkopeoFolderAsync() => Skopeo.Value;

    /// <summary>The path of the verditer command.</summary>
    public static Task<string> VerditerAsync(Build build) => build == Build.Native ? Native.Value : Jit.Value;

    /// <summary>The path of a real browser.</summary>
    public static Task<string> BrowserAsync() => Chromium.Value;

    /// <summary>The search path on which az and kubectl are found in these versions.</summary>
    public static async Task<string> SearchPathAsync(Clients clients)
    {
        var own = Checkout.Environment["PATH"];
        return clients == Clients.Debian13 ? $"{await Trixie.Value}:{own}" : own;
    }
}

/// <summary>How the verditer command was built.</summary>
internal enum Build
{
    Native,
    Jit,
}

/// <summary>Which az and kubectl.</summary>
internal enum Clients
{
    /// <summary>Those of this machine; on Debian 12 az 2.45 and kubectl 1.20.</summary>
    Machine,

    /// <summary>az 2.74 and kubectl 1.32.</summary>
    Debian13,
}

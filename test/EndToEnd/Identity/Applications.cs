namespace Verditer.EndToEnd;

/// <summary>Applications that use the Azure SDKs' credentials, run as somebody of a cluster.</summary>
internal static class Applications
{
    /// <summary>The host's own principal stays out of it.</summary>
    private static readonly Dictionary<string, string?> NoCredentials = new()
    {
        ["AZURE_CLIENT_ID"] = null, ["AZURE_CLIENT_SECRET"] = null, ["AZURE_TENANT_ID"] = null,
    };

    public static string DotNet => $"dotnet {Path.Combine(AppContext.BaseDirectory, "Verditer.IdentityClient.dll")}";

    public static string JavaScript => $"node {Path.Combine(AppContext.BaseDirectory, "Identity", "client.js")}";

    /// <summary>Runs a command as the cluster's node.</summary>
    public static Task<CommandResult> AsNodeAsync(this IdentityFixture fixture, string command, string protocol = "imds") =>
        fixture.RunAsync($"run --as-node {fixture.Node} --protocol {protocol} -- {command}", []);

    /// <summary>Runs a command as a pod with workload identity would: with its four variables.</summary>
    public static async Task<CommandResult> AsPodAsync(this IdentityFixture fixture, string command, string token)
    {
        var file = Path.Combine(fixture.Azure.Scratch, $"{Guid.NewGuid():N}.token");
        await File.WriteAllTextAsync(file, token);
        return await fixture.RunAsync($"run -- {command}", new()
        {
            ["AZURE_CLIENT_ID"] = fixture.ClientId,
            ["AZURE_TENANT_ID"] = fixture.Azure.TenantId,
            ["AZURE_FEDERATED_TOKEN_FILE"] = file,
            ["AZURE_AUTHORITY_HOST"] = "https://login.microsoftonline.com/",
        });
    }

    private static async Task<CommandResult> RunAsync(this IdentityFixture fixture, string line, Dictionary<string, string?> more)
    {
        Dictionary<string, string?> changes = new(NoCredentials) { ["NODE_PATH"] = await Tools.NodePathAsync() };
        foreach (var (name, value) in more)
        {
            changes[name] = value;
        }

        return await fixture.Azure.TryAsync("verditer", line, changes);
    }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Verditer.Host;

namespace Verditer.Cli;

/// <summary>The variables that point clients at a running Verditer.</summary>
internal static class VerditerEnvironment
{
    public static IReadOnlyList<KeyValuePair<string, string>> For(StatePaths paths, int port)
    {
        var proxy = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
        const string Direct = "localhost,127.0.0.1,::1";
        return
        [
            new("VERDITER_STATE", paths.Root),
            new("HTTPS_PROXY", proxy),
            new("https_proxy", proxy),
            new("HTTP_PROXY", proxy),
            new("http_proxy", proxy),
            new("NO_PROXY", Direct),
            new("no_proxy", Direct),
            new("REQUESTS_CA_BUNDLE", paths.CaBundle),
            new("SSL_CERT_FILE", paths.CaBundle),
            new("CURL_CA_BUNDLE", paths.CaBundle),
            new("NODE_EXTRA_CA_CERTS", paths.CaCertificate),
            new("AZURE_CONFIG_DIR", paths.AzureFolder),
            new("AZURE_CORE_COLLECT_TELEMETRY", "false"),
            new("KUBECONFIG", paths.Kubeconfig),
            new("KUBECACHEDIR", paths.KubeCache),
            new("PATH", SearchPath()),
        ];
    }

    /// <summary>A node's own folder for az: signing in as the node does not sign the person out.</summary>
    public static string AzureFolderOf(StatePaths paths, string node)
    {
        // Resource ids end alike: instance 0 of one scale set is not that of another.
        var name = node.Contains('/')
            ? $"{Path.GetFileName(node)}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(node.ToLowerInvariant())))[..12]}"
            : Path.GetFileName(node);
        var folder = Path.Combine(paths.AzureFolder, "nodes", name);
        PrivateFile.MakeFolder(folder);
        return folder;
    }

    /// <summary>The search path with this command in it: what messages tell to type can be typed.</summary>
    private static string SearchPath()
    {
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        return Path.GetDirectoryName(Environment.ProcessPath) is not { } own || path.Split(Path.PathSeparator).Contains(own, StringComparer.Ordinal)
            ? path
            : own + Path.PathSeparator + path;
    }

    /// <summary>The bootstrap principal, in the names that Azure.Identity reads.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Credentials(StatePaths paths)
    {
        var principal = BootstrapCredentials.Require(paths);
        return
        [
            new("AZURE_TENANT_ID", principal.TenantId),
            new("AZURE_CLIENT_ID", principal.ClientId),
            new("AZURE_CLIENT_SECRET", principal.Secret!),
            new("AZURE_SUBSCRIPTION_ID", principal.SubscriptionId),
        ];
    }
}

using System.Globalization;

namespace Verditer.Cli;

/// <summary>
/// An az configuration folder in which this Verditer is the registered cloud (<c>verditer cloud-config</c>): az reaches it there by its port, without a proxy. Only a folder that the shell
/// names in <c>AZURE_CONFIG_DIR</c> is looked at, never the person's own. Source: https://learn.microsoft.com/cli/azure/manage-clouds-azure-cli
/// </summary>
internal static class RegisteredCloud
{
    private const string Folder = "AZURE_CONFIG_DIR";

    /// <summary>The folder that this shell's az works in, where its cloud is the Verditer on this port; else null.</summary>
    public static string? FolderOfThisShell(int port) =>
        Environment.GetEnvironmentVariable(Folder) is { Length: > 0 } folder && IsAt(folder, Environment.GetEnvironmentVariable("AZURE_CLOUD_NAME"), port) ? folder : null;

    /// <summary>Variables for az in that folder: the authority to trust and no proxy, since the cloud names the port itself.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Variables(string folder, IEnumerable<KeyValuePair<string, string>> variables) =>
        variables.Where(v => !v.Key.EndsWith("_proxy", StringComparison.OrdinalIgnoreCase) || v.Key.StartsWith("no", StringComparison.OrdinalIgnoreCase))
            .Select(v => v.Key == Folder ? new(Folder, folder) : v);

    /// <param name="chosen">The cloud that the shell names over the folder's own choice; null for none.</param>
    public static bool IsAt(string folder, string? chosen, int port)
    {
        var cloud = string.IsNullOrEmpty(chosen) ? Read(Path.Combine(folder, "config"), "cloud", "name") : chosen;
        var endpoint = cloud is null ? null : Read(Path.Combine(folder, "clouds.config"), cloud, "endpoint_resource_manager");
        return endpoint?.TrimEnd('/') == string.Create(CultureInfo.InvariantCulture, $"https://localhost:{port}");
    }

    /// <summary>A value of an ini file, or null.</summary>
    private static string? Read(string file, string section, string name)
    {
        var isIn = false;
        foreach (var line in File.Exists(file) ? File.ReadAllLines(file) : [])
        {
            var text = line.Trim();
            if (text.StartsWith('['))
            {
                isIn = text == $"[{section}]";
            }
            else if (isIn && text.IndexOf('=', StringComparison.Ordinal) is > 0 and var at && text[..at].Trim() == name)
            {
                return text[(at + 1)..].Trim();
            }
        }

        return null;
    }
}

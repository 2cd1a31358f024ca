using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Verditer.Cli;

/// <summary>
/// <c>verditer cloud-config</c>: the second way in, for clients that cannot use a proxy. Prints what
/// <c>az cloud register --name Verditer --cloud-config @FILE</c> reads. Source: https://learn.microsoft.com/cli/azure/manage-clouds-azure-cli
/// </summary>
internal static class CloudConfigCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("cloud-config", "Print this Verditer as a cloud: az cloud register --name Verditer --cloud-config @FILE");
        command.SetAction(parsed =>
        {
            terminal.Json(Describe(RunningServer.Require(parsed.Paths()).Port));
            return 0;
        });
        return command;
    }

    private static JsonObject Describe(int port)
    {
        var origin = string.Create(CultureInfo.InvariantCulture, $"https://localhost:{port}");
        return new()
        {
            ["endpoints"] = new JsonObject
            {
                ["resourceManager"] = origin + "/",
                ["management"] = origin + "/",
                ["activeDirectory"] = origin + "/adfs",
                ["activeDirectoryResourceId"] = "https://management.core.windows.net/",
                ["activeDirectoryGraphResourceId"] = origin + "/",
                ["microsoftGraphResourceId"] = origin + "/",
                ["gallery"] = "https://gallery.azure.com/",
            },
            ["suffixes"] = new JsonObject { ["acrLoginServerEndpoint"] = ".azurecr.io", ["storageEndpoint"] = "core.windows.net", ["keyvaultDns"] = ".vault.azure.net" },
        };
    }
}

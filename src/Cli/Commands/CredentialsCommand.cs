using System.CommandLine;
using System.Text.Json.Nodes;

namespace Verditer.Cli;

/// <summary><c>verditer credentials show</c>: the bootstrap principal with its secret, on demand.</summary>
internal static class CredentialsCommand
{
    public static Command Create(Terminal terminal)
    {
        var show = new Command("show", "Print the bootstrap principal and its secret");
        show.SetAction(parsed =>
        {
            var principal = BootstrapCredentials.Require(parsed.Paths());
            if (parsed.WantsJson())
            {
                terminal.Json(new JsonObject
                {
                    ["tenantId"] = principal.TenantId,
                    ["subscriptionId"] = principal.SubscriptionId,
                    ["clientId"] = principal.ClientId,
                    ["clientSecret"] = principal.Secret,
                });
                return 0;
            }

            terminal.Line($"tenant        {principal.TenantId}");
            terminal.Line($"subscription  {principal.SubscriptionId}");
            terminal.Line($"client id     {principal.ClientId}");
            terminal.Line($"secret        {principal.Secret}");
            return 0;
        });
        return new Command("credentials", "The bootstrap principal") { show };
    }
}

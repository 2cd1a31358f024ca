using System.Globalization;
using System.Text.Json.Nodes;
using Verditer.Host;

namespace Verditer.Cli;

/// <summary>What <c>verditer up</c> says once it answers. The secret is shown at the first start only.</summary>
internal static class UpMessage
{
    public static void Write(Terminal terminal, bool json, StatePaths paths, int port, EngineChoice engine, BootstrapPrincipal? principal, bool isFirstStart)
    {
        var origin = string.Create(CultureInfo.InvariantCulture, $"https://localhost:{port}");
        if (json)
        {
            terminal.Json(new JsonObject
            {
                ["origin"] = origin,
                ["port"] = port,
                ["stateFolder"] = paths.Root,
                ["engine"] = engine.Name,
                ["engineReason"] = engine.Reason,
                ["firstStart"] = isFirstStart,
                ["tenantId"] = principal?.TenantId,
                ["subscriptionId"] = principal?.SubscriptionId,
                ["clientId"] = principal?.ClientId,
            });
            return;
        }

        terminal.Line($"Verditer is up: {origin}, and as a proxy for Azure's own names");
        terminal.Line($"State           {paths.Root}");
        terminal.Line($"Engine          {engine.Name}: {engine.Reason}");
        if (engine.RunsContainers)
        {
            terminal.Line("                whoever may create pods with hostPath, privileged or hostPID owns this machine");
        }

        if (isFirstStart && principal is not null)
        {
            terminal.Line($"First start     a tenant, a subscription and its owner were made:");
            terminal.Line($"  tenant        {principal.TenantId}");
            terminal.Line($"  subscription  {principal.SubscriptionId}");
            terminal.Line($"  client id     {principal.ClientId}");
            terminal.Line($"  secret        {principal.Secret}     (verditer credentials show prints it again)");
        }

        terminal.Line("Next            eval \"$(verditer env)\" && verditer login");
    }
}

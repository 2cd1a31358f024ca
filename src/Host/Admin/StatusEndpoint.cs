using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Host;

/// <summary>What <c>verditer status</c> shows.</summary>
internal sealed class StatusEndpoint(
    RunningState state, VerditerClock clock, SubscriptionIndex subscriptions, IEnumerable<IStatusSection> sections) : IAdminEndpoint
{
    public string Method => HttpMethods.Get;

    public string Path => "/status";

    public async Task HandleAsync(HttpContext context)
    {
        var body = new JsonObject
        {
            ["running"] = true,
            ["version"] = ProductVersion.Text,
            ["pid"] = Environment.ProcessId,
            ["port"] = state.Port,
            ["address"] = state.Address,
            ["stateFolder"] = state.StateFolder,
            ["engine"] = state.Engine.Name,
            ["engineReason"] = state.Engine.Reason,
            ["uptimeSeconds"] = Math.Round((clock.Host.GetUtcNow() - state.Started).TotalSeconds, 1),
            ["memoryBytes"] = Environment.WorkingSet,
            ["clock"] = ShowClock.Describe(clock),
            ["subscriptions"] = new JsonArray([.. subscriptions.All().Select(SubscriptionJson.Write)]),
        };
        foreach (var section in sections)
        {
            body[section.Name] = await section.DescribeAsync(context.RequestAborted);
        }

        await Answer.JsonAsync(context, body);
    }
}

/// <summary>A part's own share of the status, such as its clusters.</summary>
public interface IStatusSection
{
    /// <summary>The property under which it is shown.</summary>
    string Name { get; }

    Task<JsonNode> DescribeAsync(CancellationToken cancellationToken);
}

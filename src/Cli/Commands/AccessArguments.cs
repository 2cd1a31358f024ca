using System.CommandLine;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Cli;

/// <summary>What <c>can</c>, <c>who-can</c> and <c>roles</c> are asked about.</summary>
internal static class AccessArguments
{
    public static Argument<string> Principal() => new("principal")
    {
        Description = "Object id, client id, display name, user principal name, an identity's resource id, a cluster's name, or CLUSTER/kubelet",
    };

    public static Argument<string> Action() => new("action") { Description = "Such as Microsoft.Network/virtualNetworks/subnets/join/action" };

    public static Argument<string> Scope() => new("scope") { Description = "A resource id, such as /subscriptions/ID/resourceGroups/NAME" };

    public static Option<bool> Data() => new("--data") { Description = "The action is a data action" };

    public static async Task<JsonObject> AskAsync(ParseResult parsed, string path, CancellationToken stop, params (string Name, string? Value)[] query)
    {
        using var client = new AdminClient(parsed.Paths());
        return await client.GetAsync(
            $"access/{path}?{string.Join('&', query.Where(q => q.Value is not null).Select(q => $"{q.Name}={Uri.EscapeDataString(q.Value!)}"))}", stop);
    }

    /// <summary>A principal on one line.</summary>
    public static string Describe(JsonNode? principal) =>
        $"{principal.Text("name")}, a {principal.Text("kind")}, object id {principal.Text("objectId")}{(principal.Text("clientId") is { } clientId ? $", client id {clientId}" : "")}";
}

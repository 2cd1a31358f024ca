using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.ResourceManager;

/// <summary>Resource Manager's answer.</summary>
/// <param name="Body">UTF-8 JSON; empty for no body.</param>
public sealed record ArmResponse(int Status, ReadOnlyMemory<byte> Body)
{
    public static readonly ArmResponse NoContent = new(204, default);

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The refusal that this answer carries, for the log and for callers in this process.</summary>
    public ArmError? Error { get; init; }

    public static ArmResponse Ok(JsonNode body) => new(200, Json.ToBytes(body));

    public static ArmResponse Accepted(params ReadOnlySpan<KeyValuePair<string, string>> headers) => new(202, default) { Headers = headers.ToArray() };

    /// <summary>A list as ARM writes it: <c>{"value":[…]}</c>.</summary>
    public static ArmResponse List(IEnumerable<JsonNode?> items) => Ok(new JsonObject { ["value"] = new JsonArray([.. items]) });

    public static ArmResponse From(ArmError error) => new(error.Status, ErrorBody.Write(error)) { Error = error, Headers = error.Headers };

    public ArmResponse WithHeader(string name, string value) => this with { Headers = [.. Headers, new(name, value)] };
}

using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.ResourceManager.Testing;

/// <summary>Resource Manager's answer.</summary>
public sealed record TestReply(int Status, JsonNode? Body, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The refusal's code; empty for none.</summary>
    public string Code => Body.Text("error", "code") ?? "";

    /// <summary>The refusal's text; empty for none.</summary>
    public string Message => Body.Text("error", "message") ?? "";

    /// <summary>The names in a list.</summary>
    public IReadOnlyList<string> Names => [.. Items.Select(i => i.Text("name")!)];

    /// <summary>The elements of a list.</summary>
    public IReadOnlyList<JsonNode> Items => [.. (Body.At("value") as JsonArray ?? []).Select(i => i!)];

    public string? Text(params ReadOnlySpan<string> path) => Body.Text(path);

    public JsonNode? At(params ReadOnlySpan<string> path) => Body.At(path);

    public TestReply ShouldBe(int status)
    {
        Status.ShouldBe(status, Body?.ToJsonString());
        return this;
    }

    /// <summary>A refusal with this status and code, and this text where one is given.</summary>
    public TestReply ShouldBeRefused(int status, string code, string? message = null)
    {
        (Status, Code).ShouldBe((status, code), Body?.ToJsonString());
        if (message is not null)
        {
            Message.ShouldBe(message);
        }

        return this;
    }
}

using System.Text.Json.Nodes;

namespace Verditer.Directory;

/// <summary>What Graph answers: a body, nothing, or a refusal. A body that is a plain value is sent as text.</summary>
internal readonly record struct GraphAnswer(int Status, JsonNode? Body, GraphError? Error)
{
    public static readonly GraphAnswer NoContent = new(204, null, null);

    public static GraphAnswer Ok(JsonNode body) => new(200, body, null);

    public static GraphAnswer Created(JsonNode body) => new(201, body, null);

    public static implicit operator GraphAnswer(GraphError error) => new(error.Status, null, error);
}

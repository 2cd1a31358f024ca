using System.Text.Json.Nodes;

namespace Verditer.Registry;

/// <summary>A refusal in the distribution API's form.</summary>
/// <param name="Code">Such as <c>MANIFEST_UNKNOWN</c>.</param>
/// <remarks>Source: https://github.com/opencontainers/distribution-spec/blob/main/spec.md#error-codes</remarks>
internal sealed record RegistryError(int Status, string Code, string Message)
{
    public JsonNode? Detail { get; init; }

    /// <summary>Headers that go with it.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public JsonObject ToJson()
    {
        var error = new JsonObject { ["code"] = Code, ["message"] = Message };
        if (Detail is not null)
        {
            error["detail"] = Detail.DeepClone();
        }

        return new JsonObject { ["errors"] = new JsonArray(error) };
    }
}

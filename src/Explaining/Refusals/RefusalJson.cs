using System.Text.Json.Serialization;

namespace Verditer.Explaining;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(RefusalChunk))]
internal sealed partial class RefusalJson : JsonSerializerContext;

using System.Text.Json.Serialization;

namespace Verditer.Faults;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Fault))]
internal sealed partial class FaultJson : JsonSerializerContext;

using System.Text.Json.Serialization;

namespace Verditer.Registry;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(RepositoryRecord))]
[JsonSerializable(typeof(TagRecord))]
[JsonSerializable(typeof(ManifestRecord))]
[JsonSerializable(typeof(LinkRecord))]
[JsonSerializable(typeof(UploadRecord))]
[JsonSerializable(typeof(KeyRecord))]
internal sealed partial class RegistryJson : JsonSerializerContext;

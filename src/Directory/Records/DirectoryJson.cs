using System.Text.Json.Serialization;

namespace Verditer.Directory;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(TenantRecord))]
[JsonSerializable(typeof(ApplicationRecord))]
[JsonSerializable(typeof(ServicePrincipalRecord))]
[JsonSerializable(typeof(UserRecord))]
[JsonSerializable(typeof(GroupRecord))]
[JsonSerializable(typeof(DirectoryRoleMember))]
[JsonSerializable(typeof(AppRoleAssignmentRecord))]
[JsonSerializable(typeof(PermissionGrantRecord))]
[JsonSerializable(typeof(DeletedObjectRecord))]
[JsonSerializable(typeof(DirectoryAudit))]
[JsonSerializable(typeof(SigningKeyRecord))]
[JsonSerializable(typeof(SignInChunk))]
[JsonSerializable(typeof(PermissionGrantRecord))]
[JsonSerializable(typeof(UserGrant))]
internal sealed partial class DirectoryJson : JsonSerializerContext;

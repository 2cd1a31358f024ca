using System.Text.Json.Serialization;
using Verditer.Core;

namespace Verditer.Registry;

/// <summary>What a token of the registry is for.</summary>
internal enum TokenKind
{
    Refresh,
    Access,
}

/// <summary>A token's claims. The names are Azure's where Azure has them; the rest says who its holder is.</summary>
/// <remarks>Source: https://github.com/Azure/acr/blob/main/docs/AAD-OAuth.md#azure-container-registry-token-claim-sets</remarks>
internal sealed record TokenClaims
{
    public const string OwnIssuer = "Azure Container Registry";

    [JsonPropertyName("jti")]
    public required string Id { get; init; }

    [JsonPropertyName("sub")]
    public required string Subject { get; init; }

    [JsonPropertyName("nbf")]
    public required long NotBefore { get; init; }

    [JsonPropertyName("exp")]
    public required long Expires { get; init; }

    [JsonPropertyName("iat")]
    public required long Issued { get; init; }

    [JsonPropertyName("iss")]
    public string Issuer { get; init; } = OwnIssuer;

    [JsonPropertyName("aud")]
    public required string Audience { get; init; }

    [JsonPropertyName("version")]
    public string Version { get; init; } = "1.0";

    /// <summary>See <see cref="RegistryOf"/>.</summary>
    [JsonPropertyName("rid")]
    public required string RegistryId { get; init; }

    [JsonPropertyName("grant_type")]
    public required string GrantType { get; init; }

    [JsonPropertyName("tenant")]
    public string? Tenant { get; init; }

    [JsonPropertyName("oid")]
    public string? ObjectId { get; init; }

    [JsonPropertyName("appid")]
    public string? AppId { get; init; }

    [JsonPropertyName("idtyp")]
    public string? PrincipalKind { get; init; }

    [JsonPropertyName("groups")]
    public IReadOnlyList<string>? Groups { get; init; }

    /// <summary>The name of a user of the registry.</summary>
    [JsonPropertyName("user")]
    public string? User { get; init; }

    [JsonPropertyName("access")]
    public IReadOnlyList<TokenAccess>? Access { get; init; }

    [JsonPropertyName("roles")]
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>The registry's resource id and when it was made: one that takes its name, or comes again after a deletion, does not take its tokens.</summary>
    public static string RegistryOf(RegistryFacts registry) => $"{registry.Id.Key}@{registry.Created}";
}

internal sealed record TokenAccess(
    [property: JsonPropertyName("type")] string Type, [property: JsonPropertyName("name")] string Name, [property: JsonPropertyName("actions")] IReadOnlyList<string> Actions);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TokenClaims))]
internal sealed partial class TokenJson : JsonSerializerContext;

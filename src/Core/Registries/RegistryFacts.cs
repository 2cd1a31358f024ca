namespace Verditer.Core;

/// <summary>A container registry, as its data plane needs to know it.</summary>
/// <param name="Id">The resource; roles on it decide.</param>
/// <param name="TenantId">Whose tokens are taken.</param>
/// <param name="LoginServer">Its host, such as <c>myregistry.azurecr.io</c>, in lower case.</param>
/// <param name="AnonymousPull">True where anybody may pull.</param>
/// <param name="TakesArmTokens">False where only tokens for <c>https://containerregistry.azure.net</c> are exchanged (<c>azureADAuthenticationAsArmPolicy</c>).</param>
/// <param name="SoftDeleteDays">How long deleted manifests are kept; null where they go at once.</param>
/// <param name="UntaggedRetentionDays">After how many days a manifest without a tag is deleted (<c>retentionPolicy</c>); null for never.</param>
/// <param name="StorageLimit">Bytes that it may hold, by its SKU; null for no limit.</param>
public sealed record RegistryFacts(
    ResourceId Id, string TenantId, string LoginServer, bool AnonymousPull, bool TakesArmTokens, int? SoftDeleteDays, int? UntaggedRetentionDays, long? StorageLimit)
{
    /// <summary>When it was made (<c>creationDate</c>, UTC): what tells it from an earlier one of the same id. Empty where that is not known.</summary>
    public string Created { get; init; } = "";

    /// <summary>True where this is the same registry, however its settings have changed; false for a successor of the same name.</summary>
    public bool IsSame(RegistryFacts other) => Id.Equals(other.Id) && Created == other.Created;
}

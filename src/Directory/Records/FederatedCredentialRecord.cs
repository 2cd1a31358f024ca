namespace Verditer.Directory;

/// <summary>A federated identity credential: whose tokens stand for this client's secret.</summary>
/// <param name="Id">GUID.</param>
/// <param name="Issuer">The foreign token's <c>iss</c>, compared exactly; its discovery document and keys are fetched.</param>
/// <param name="Subject">The foreign token's <c>sub</c>, compared exactly.</param>
/// <param name="Audiences">The foreign token's <c>aud</c> must be one of them, as a rule <c>api://AzureADTokenExchange</c>.</param>
/// <remarks>Source: https://learn.microsoft.com/graph/api/resources/federatedidentitycredential</remarks>
public sealed record FederatedCredentialRecord(
    string Id, string Name, string Issuer, string Subject, IReadOnlyList<string> Audiences, string? Description = null);

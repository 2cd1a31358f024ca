using Verditer.Core;

namespace Verditer.Providers.ManagedIdentity;

/// <summary>Refusals of federated credentials.</summary>
/// <remarks>
/// Source: the errors of https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations. Believed: the texts of the limit, of an issuer that
/// is no address, and of values that are too long.
/// </remarks>
internal static class FederatedCredentialErrors
{
    private const string Unexpected = "The request format was unexpected. ";

    public static readonly ArmError Incomplete = ArmErrors.BadRequest(Unexpected + "Federated Identity Credential must specify 'issuer', 'subject' and 'audience'.");

    public static readonly ArmError OneAudience = ArmErrors.BadRequest("Federated identity credentials must have exactly one audience.");

    public static readonly ArmError SameIssuerAndSubject = ArmErrors.Conflict("Issuer and subject combination already exists for this Managed Identity.");

    public static readonly ArmError TooMany = ArmErrors.BadRequest("A Managed Identity can have at most 20 Federated Identity Credentials.");

    public static readonly ArmError NoExpressions = ArmErrors.BadRequest(
        Unexpected + "Verditer does not evaluate 'claimsMatchingExpression'. Specify 'subject'.", "properties.claimsMatchingExpression");

    public static ArmError NotAnIssuer(string issuer) => ArmErrors.BadRequest(Unexpected + $"The issuer '{issuer}' is not an https address.", "properties.issuer");

    public static ArmError TooLong(string name, int most) => ArmErrors.BadRequest(Unexpected + $"The value of '{name}' has more than {most} characters.", $"properties.{name}");

    public static ArmError ConcurrentWrites(ResourceId identity) => new(409, "ConcurrentFederatedIdentityCredentialsWritesForSingleManagedIdentity",
        $"Too many Federated Identity Credentials are written concurrently for the managed identity '{identity.Text}'. Concurrent Federated Identity Credentials writes under the same managed identity are not supported.");
}

using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.ManagedIdentity;

/// <summary>
/// Federated credentials of user-assigned identities. The directory gets the credential first, by its name, so that a write that is repeated after a crash finds it;
/// two writes below one identity at once are refused, as Azure does.
/// </summary>
/// <remarks>Source: https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations</remarks>
internal sealed partial class FederatedCredentialHandler(IDirectory directory) : ResourceTypeHandler(TypeName)
{
    public static readonly ResourceType TypeName = ResourceType.Parse("Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials");

    private readonly ConcurrentDictionary<string, bool> _writing = new(StringComparer.Ordinal);

    public override NameRule NameRule { get; } = new(3, 120, Pattern(), "")
    {
        Code = "BadRequest",
        Message = name => $"Federated Identity Credential name '{name}' is invalid.",
    };

    public override async ValueTask<Result<WritePlan>> PlanWriteAsync(WriteRequest request, CancellationToken cancellationToken)
    {
        if (!FederatedCredentialBody.Read(request.Id.Name, request.Properties).TryGet(out var credential, out var refusal))
        {
            return refusal;
        }

        var identity = request.Id.Parent!;
        if (!_writing.TryAdd(identity.Key, true))
        {
            return FederatedCredentialErrors.ConcurrentWrites(identity);
        }

        try
        {
            return await directory.SetFederatedCredentialAsync(identity.Text, credential, cancellationToken) switch
            {
                FederatedCredentialOutcome.SameIssuerAndSubject => FederatedCredentialErrors.SameIssuerAndSubject,
                FederatedCredentialOutcome.TooMany => FederatedCredentialErrors.TooMany,
                FederatedCredentialOutcome.NoIdentity => ArmErrors.ResourceNotFound(identity),
                _ => new WritePlan(request.Body),
            };
        }
        finally
        {
            _writing.TryRemove(identity.Key, out _);
        }
    }

    public override async ValueTask<Result<DeletePlan>> PlanDeleteAsync(StoredResource existing, ArmContext context, CancellationToken cancellationToken)
    {
        await directory.RemoveFederatedCredentialAsync(existing.Id.Parent!.Text, existing.Id.Name, cancellationToken);
        return DeletePlan.Now;
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9_-]*\z")]
    private static partial Regex Pattern();
}

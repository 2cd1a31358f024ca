using Verditer.Core;

namespace Verditer.InstanceMetadata;

/// <summary>
/// Tokens of the identities that a machine carries, whichever protocol asks. An identity that the machine does not carry any more, or that is deleted, gets none, kept ones included.
/// </summary>
internal sealed class MachineTokens(MachineOwner owners, ITokenIssuer issuer, MetadataSettings settings, IFaults faults, TimeProvider time)
{
    /// <summary>Entra's number for an application that is not in the directory: the identity was deleted while it was asked for.</summary>
    private const int UnknownApplication = 700016;

    /// <param name="choose">Which of the identities is meant, or why none is.</param>
    public async ValueTask<MachineToken> GetAsync(
        OpenListener listener, string resource, Func<IReadOnlyList<ManagedIdentity>, (ManagedIdentity? Identity, string Refusal)> choose, CancellationToken cancellationToken)
    {
        var carried = await owners.IdentitiesAsync(listener.Machine, cancellationToken);
        var (identity, refusal) = choose(carried);
        if (identity is null)
        {
            return new(carried, null, null, refusal, null);
        }

        if (faults.Refuse(FaultKind.ImdsThrottle, listener.Machine.OwnerResourceId, identity.PrincipalId) is { } wait)
        {
            return new(carried, identity, null, "", null) { Throttled = wait };
        }

        if (settings.CachesTokens && listener.Tokens.Find(identity, resource, time.GetUtcNow()) is { } kept)
        {
            return new(carried, identity, kept, "", null);
        }

        var issued = await issuer.ForManagedIdentityAsync(identity, resource, cancellationToken);
        if (issued.Token is not { } token)
        {
            return issued.Error!.Number == UnknownApplication ? new(carried, null, null, choose([]).Refusal, null) : new(carried, identity, null, "", issued.Error);
        }

        if (settings.CachesTokens)
        {
            listener.Tokens.Keep(identity, resource, token);
        }

        return new(carried, identity, token, "", null);
    }
}

/// <param name="Carried">The identities of the machine.</param>
/// <param name="Identity">Whose it is; null where none is meant.</param>
/// <param name="Token">Null where it is refused.</param>
/// <param name="Refusal">Why no identity is meant.</param>
/// <param name="Error">Entra's refusal.</param>
internal sealed record MachineToken(
    IReadOnlyList<ManagedIdentity> Carried, ManagedIdentity? Identity, AccessToken? Token, string Refusal, OAuthError? Error)
{
    /// <summary>After how long it may be asked for again, where somebody asked for that fault.</summary>
    public TimeSpan? Throttled { get; init; }
}

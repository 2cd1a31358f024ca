using System.Runtime.CompilerServices;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>A client that sends its secret, in the body or by HTTP Basic.</summary>
/// <remarks>Source: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow#first-case-access-token-request-with-a-shared-secret</remarks>
internal sealed class ClientSecretCredential(SecretVerifier secrets, ClientThrottle throttle, TimeProvider time) : IClientCredential
{
    /// <summary>What the sign-in log says of a secret that was known, made once.</summary>
    private readonly ConditionalWeakTable<PasswordRecord, IReadOnlyDictionary<string, string>> _dates = [];

    public string Type => "clientSecret";

    public string ClientAuthentication => "1";

    public bool IsPresentedBy(ClientProof proof) => proof.Secret is not null;

    public ValueTask<OAuthError?> FindRefusalAsync(ClientProof proof, CancellationToken cancellationToken) => new(FindRefusal(proof));

    private OAuthError? FindRefusal(ClientProof proof)
    {
        if (throttle.FindRefusal(proof) is { } throttled)
        {
            return throttled;
        }

        var verdict = secrets.Verify(proof.Passwords, proof.Secret!, time.GetUtcNow(), out var presented);
        if (presented is not null)
        {
            proof.Attempt.CredentialKeyId = presented.KeyId;
            proof.Attempt.Note(_dates.GetValue(presented, Dates));
        }

        switch (verdict)
        {
            case SecretVerdict.Wrong:
                throttle.Count(proof);
                return SignInErrors.WrongSecret(proof.ClientId);
            case SecretVerdict.NotYetValid:
                return SignInErrors.FutureSecret(proof.ClientId, time.GetUtcNow());
            case SecretVerdict.Expired:
                return SignInErrors.ExpiredSecret(proof.ClientId);
            default:
                throttle.Forget(proof);
                return null;
        }
    }

    private static Dictionary<string, string> Dates(PasswordRecord password) => new()
    {
        ["secretStarts"] = RefusalFacts.Time(password.Start),
        ["secretEnds"] = RefusalFacts.Time(password.End),
    };
}

using Verditer.Core;
using Verditer.Directory;

namespace Verditer.Faults;

/// <summary><c>token-outage</c> and <c>token-throttle</c>: the token endpoint answers 503 (AADSTS90033) or 429 (AADSTS90055).</summary>
internal sealed class TokenEndpointFaults(IFaults faults) : ISignInFaults
{
    private static readonly (FaultKind Asked, SignInFaultKind Answered)[] Kinds =
        [(FaultKind.TokenOutage, SignInFaultKind.Outage), (FaultKind.TokenThrottle, SignInFaultKind.Throttled)];

    public SignInFault? Find(string? tenantId, string? clientId)
    {
        foreach (var (asked, answered) in Kinds)
        {
            if (faults.Refuse(asked, null, clientId) is { } wait)
            {
                return new(answered, wait);
            }
        }

        return null;
    }
}

using Verditer.Core;
using Verditer.Directory;

namespace Verditer.Faults;

/// <summary><c>token-outage</c>: the token endpoint answers 503 and AADSTS90033.</summary>
internal sealed class TokenOutage(IFaults faults) : ISignInFaults
{
    public SignInFault? Find(string? tenantId, string? clientId) =>
        faults.Refuse(FaultKind.TokenOutage, null, clientId) is { } wait ? new(SignInFaultKind.Outage, wait) : null;
}

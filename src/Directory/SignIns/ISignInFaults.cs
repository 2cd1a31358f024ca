namespace Verditer.Directory;

/// <summary>Refusals of sign-ins that somebody asked for, to see what clients do. There are none unless the host registers another of these.</summary>
public interface ISignInFaults
{
    /// <summary>The fault that a request meets before anything else is looked at.</summary>
    SignInFault? Find(string? tenantId, string? clientId);
}

/// <param name="RetryAfter">What the client is told.</param>
public sealed record SignInFault(SignInFaultKind Kind, TimeSpan RetryAfter);

public enum SignInFaultKind
{
    /// <summary>429, AADSTS90055.</summary>
    Throttled,

    /// <summary>503, AADSTS90033.</summary>
    Outage,
}

/// <inheritdoc cref="ISignInFaults"/>
internal sealed class NoSignInFaults : ISignInFaults
{
    public SignInFault? Find(string? tenantId, string? clientId) => null;
}

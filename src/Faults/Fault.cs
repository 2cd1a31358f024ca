using Verditer.Core;

namespace Verditer.Faults;

/// <summary>A fault that somebody set.</summary>
/// <param name="Duration">How late things are, or how long it refuses; null for without end.</param>
/// <param name="Since">When it was set (UTC, Verditer's clock): what was made before is not touched.</param>
/// <param name="Scope">Only for what lies in this scope; null for everywhere.</param>
/// <param name="PrincipalId">Only for this principal's object id; null for everybody.</param>
/// <param name="ClientId">The same principal's client id.</param>
/// <param name="Rate">Which share of requests it refuses, 0 to 1.</param>
/// <param name="Seed">Decides which ones, always in the same way.</param>
public sealed record Fault(
    string Id, FaultKind Kind, TimeSpan? Duration, DateTimeOffset Since, string? Scope = null, string? PrincipalId = null, string? ClientId = null, double Rate = 1, int Seed = 0)
{
    public bool IsFor(string? scope, string? principal) =>
        (Scope is null || (scope is not null && Core.Scope.Contains(Scope.ToLowerInvariant(), scope.ToLowerInvariant())))
        && (PrincipalId is null || Same(PrincipalId, principal) || Same(ClientId, principal));

    private static bool Same(string? a, string? b) => a is not null && a.Equals(b, StringComparison.OrdinalIgnoreCase);
}

using Verditer.Core;

namespace Verditer.Explaining;

/// <summary>A refusal with all that decided it at that time, as it is kept.</summary>
/// <param name="Time">Verditer's clock (UTC).</param>
/// <param name="HostTime">The host's clock at the same moment (UTC).</param>
/// <param name="Caller">Null where the token was not accepted.</param>
/// <param name="Explanation">What the roles said of <paramref name="Access"/>; null where no right was missing.</param>
public sealed record Refusal(
    string Id, string CorrelationId, DateTimeOffset Time, DateTimeOffset HostTime, RefusalSurface Surface, string Method, string Path, int Status, string Code, string Message,
    RefusedCaller? Caller, RefusedAccess? Access, AccessExplanation? Explanation, IReadOnlyDictionary<string, string>? Facts)
{
    /// <summary>How many of the caller's assignments were left out: the nearest ones are kept.</summary>
    public int AssignmentsLeftOut { get; init; }

    public string? Fact(string name) => Facts?.GetValueOrDefault(name);
}

/// <summary>Who was refused, as the directory knew it then.</summary>
/// <param name="ClientName">What Azure's text calls it: the user's name, or the client id.</param>
/// <param name="ResourceId">The Azure resource that a managed identity belongs to.</param>
/// <param name="TokenIssued">UTC, Verditer's clock; null where the right of another than the bearer was looked at.</param>
/// <param name="TokenEnds">UTC, Verditer's clock.</param>
/// <param name="Groups">Object ids of the token's groups.</param>
public sealed record RefusedCaller(
    string TenantId, string ObjectId, string? AppId, string ClientName, PrincipalKind Kind, string? DisplayName, string? ResourceId,
    DateTimeOffset? TokenIssued, DateTimeOffset? TokenEnds, IReadOnlyList<string> Groups);

/// <summary>Refusals that were written together.</summary>
public sealed record RefusalChunk(IReadOnlyList<Refusal> Entries);

using Verditer.Core;
using Verditer.Directory;

namespace Verditer.Explaining;

/// <summary>One refusal, or one failed sign-in, with what surrounds it: what recognizers look at.</summary>
/// <param name="Clusters">All clusters, as they are now.</param>
public sealed record Case(Refusal? Refusal, SignIn? SignIn, IReadOnlyList<ClusterIdentities> Clusters)
{
    /// <summary>Verditer's time when it happened.</summary>
    public DateTimeOffset Time => Refusal?.Time ?? SignIn!.Time;

    /// <summary>How far Verditer's clock was ahead of the host's.</summary>
    public required TimeSpan Offset { get; init; }

    public RefusedCaller? Caller { get; init; }

    /// <summary>What the same registry refused to somebody known, just before.</summary>
    public Refusal? Before { get; init; }

    public AccessExplanation? Explanation => Refusal?.Explanation;

    public RefusedAccess? Access => Refusal?.Access;

    public string? Fact(string name) => Refusal?.Fact(name) ?? SignIn?.Facts?.GetValueOrDefault(name);

    /// <summary>A fact that is a time; null where it is missing.</summary>
    public DateTimeOffset? FactTime(string name) =>
        Fact(name) is { } text && DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var time) ? time : null;
}

namespace Verditer.Kubernetes;

/// <summary>Who a token stands for, and where.</summary>
/// <param name="Audiences">Those of the audiences asked for that the token has; never none.</param>
internal sealed record TokenHolder(UserInfo User, IReadOnlyList<string> Audiences)
{
    /// <summary>Null when the token has none of the audiences asked for.</summary>
    public static TokenHolder? Of(UserInfo user, IEnumerable<string> own, IEnumerable<string> asked) =>
        asked.Intersect(own).ToList() is { Count: > 0 } common ? new(user, common) : null;
}

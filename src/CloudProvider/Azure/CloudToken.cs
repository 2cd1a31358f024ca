namespace Verditer.CloudProvider;

/// <summary>An access token for Resource Manager. <see cref="ToString"/> leaves it out.</summary>
/// <param name="Expires">UTC, Verditer's clock.</param>
internal sealed record CloudToken(string Value, DateTimeOffset Expires)
{
    public override string ToString() => $"CloudToken(until {Expires:u})";
}

/// <summary>Where tokens come from.</summary>
internal interface ITokenSource : IDisposable
{
    /// <summary>A new token. <see cref="TokenAnswer.Token"/> is null when it was refused.</summary>
    Task<TokenAnswer> RequestAsync(CancellationToken cancellationToken);
}

/// <summary>A token, or the status and body of the refusal.</summary>
internal sealed record TokenAnswer(CloudToken? Token, int Status, string Body)
{
    public override string ToString() => $"TokenAnswer({Status})";
}

namespace Verditer.CloudProvider;

/// <summary>Keeps the token until shortly before its end, or until Resource Manager does not take it any more.</summary>
/// <param name="inHand">A token to go on with; null to sign in first.</param>
internal sealed class AccessTokens(ITokenSource source, TimeProvider time, CloudToken? inHand = null) : IDisposable
{
    /// <summary>A token is renewed so long before its end.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _turn = new(1);
    private CloudToken? _kept = inHand;

    /// <summary>The token that is in use; null before the first and after a refusal.</summary>
    public CloudToken? Kept => _kept;

    /// <summary>The kept token, or a new one.</summary>
    /// <param name="request">What it is needed for, to be named in the refusal.</param>
    public async Task<Outcome<CloudToken>> GetAsync(Uri request, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_kept is { } kept && time.GetUtcNow() < kept.Expires - Margin)
            {
                return kept;
            }

            var answer = await source.RequestAsync(cancellationToken);
            _kept = answer.Token;
            return answer.Token is { } token ? token : CloudError.NoToken(request, answer.Status, answer.Body);
        }
        catch (HttpRequestException exception)
        {
            return CloudError.NoToken(request, 0, exception.Message);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Forgets a token that was refused.</summary>
    public void Drop(CloudToken refused) => Interlocked.CompareExchange(ref _kept, null, refused);

    public void Dispose()
    {
        source.Dispose();
        _turn.Dispose();
    }
}

using System.Collections.Concurrent;
using Verditer.Core;

namespace Verditer.InstanceMetadata;

/// <summary>The tokens that one machine's listener keeps: a role or a group that changes is not seen in a token that is already here.</summary>
internal sealed class TokenCache
{
    /// <summary>Longer than the five minutes before a token's end at which clients ask for the next one: they must not get the old one again.</summary>
    private static readonly TimeSpan NearEnd = TimeSpan.FromMinutes(10);

    private const int Most = 1000;

    private readonly ConcurrentDictionary<(string PrincipalId, string Resource), (ManagedIdentity Identity, AccessToken Token)> _tokens = new();

    /// <summary>How many tokens may be asked for.</summary>
    public RequestBudget Budget { get; } = new(MachineLimits.TokensPerSecond);

    public IEnumerable<(ManagedIdentity Identity, AccessToken Token)> All => _tokens.Values;

    /// <param name="now">Verditer's clock, which may have moved in either direction.</param>
    public AccessToken? Find(ManagedIdentity identity, string resource, DateTimeOffset now) =>
        _tokens.TryGetValue((identity.PrincipalId, resource), out var kept) && kept.Token.NotBefore <= now && now < kept.Token.Expires - NearEnd ? kept.Token : null;

    public void Keep(ManagedIdentity identity, string resource, AccessToken token)
    {
        if (_tokens.Count >= Most)
        {
            _tokens.Clear();
        }

        _tokens[(identity.PrincipalId, resource)] = (identity, token);
    }

    public int Clear()
    {
        var count = _tokens.Count;
        _tokens.Clear();
        return count;
    }
}

using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>
/// The keys of issuers: of those inside this Verditer at once, of others as they were fetched. A key that is not among them is looked for once more, but
/// not more often than every few seconds, whoever asks.
/// </summary>
internal sealed class IssuerKeys(IEnumerable<IFederatedIssuer> own, IssuerClient client, TimeProvider time)
{
    private const int MostRemembered = 1_000;
    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);
    private static readonly TimeSpan BetweenFetches = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, Fetched> _fetched = new(StringComparer.Ordinal);

    /// <summary>Null when the issuer's documents cannot be had.</summary>
    public async ValueTask<JsonObject?> FindAsync(string issuer, string? kid, CancellationToken cancellationToken)
    {
        foreach (var one in own)
        {
            if (await one.FindKeysAsync(issuer, cancellationToken) is { } keys)
            {
                return keys;
            }
        }

        var entry = Entry(issuer);
        await entry.Gate.WaitAsync(cancellationToken);
        try
        {
            var now = time.GetUtcNow();
            var age = (now - entry.At).Duration();
            if (age > Kept || (age > BetweenFetches && (entry.Keys is null || !JsonWebKeySet.Has(entry.Keys, kid))))
            {
                (entry.Keys, entry.At) = (await client.FetchKeysAsync(issuer, cancellationToken) ?? entry.Keys, now);
            }

            return entry.Keys;
        }
        finally
        {
            entry.Gate.Release();
        }
    }

    private Fetched Entry(string issuer)
    {
        if (_fetched.Count >= MostRemembered)
        {
            _fetched.Clear();
        }

        return _fetched.GetOrAdd(issuer, _ => new());
    }

    private sealed class Fetched
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public JsonObject? Keys { get; set; }

        public DateTimeOffset At { get; set; }
    }
}

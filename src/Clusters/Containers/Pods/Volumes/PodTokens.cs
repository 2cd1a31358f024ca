using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Kubernetes.Controllers;

namespace Verditer.Clusters.Containers;

/// <summary>Service-account tokens of one pod. Each is renewed when four fifths of its life are over, or after a day. Source: Kubernetes documentation, "Service account token volume projection".</summary>
internal sealed class PodTokens(IObjectClient api, JsonObject pod, ConcurrentDictionary<string, PodToken> kept, TimeProvider time)
{
    private const long UsualSeconds = 3600;
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    /// <summary>When the first of them has to be renewed; null for none.</summary>
    public DateTimeOffset? RenewAt { get; private set; }

    /// <param name="source">A projection: <c>audience</c> and <c>expirationSeconds</c>.</param>
    /// <exception cref="PodWorkException">There is no such account.</exception>
    public string Get(JsonObject source)
    {
        var audience = source.Text("audience") is { Length: > 0 } named ? named : null;
        var life = TimeSpan.FromSeconds(source.At("expirationSeconds").Long() ?? UsualSeconds);
        var account = pod.Text("spec", "serviceAccountName") is { Length: > 0 } name ? name : "default";
        var key = $"{pod.Uid()} {audience} {life}";
        var now = time.GetUtcNow();
        if (!kept.TryGetValue(key, out var token) || now >= token.RenewAt || now < token.Issued)
        {
            var text = api.IssueToken(pod.Namespace() ?? "", account, pod.Name(), audience, life)
                ?? throw new PodWorkException("ContainerCreating", $"failed to fetch token: serviceaccounts \"{account}\" not found");
            var renewal = life * 0.8;
            kept[key] = token = new(text, now, now + (renewal < Longest ? renewal : Longest));
        }

        RenewAt = RenewAt is { } due && due < token.RenewAt ? due : token.RenewAt;
        return token.Text;
    }
}

/// <param name="Issued">UTC, Verditer's clock.</param>
internal sealed record PodToken(string Text, DateTimeOffset Issued, DateTimeOffset RenewAt)
{
    public override string ToString() => nameof(PodToken);
}

using Microsoft.AspNetCore.Http;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>
/// Keeps what the cluster's API refuses to let in or to do, to be explained. Whoever is refused the same thing again and again is kept once a minute, and a minute holds no more
/// than sixty: a controller that never gives up leaves room for others. Callers that the cluster does not know have a share of their own. The header <c>Audit-Id</c> of the answer names what was kept.
/// </summary>
internal sealed class ClusterRefusals(ClusterFacts cluster, Authenticator authenticator, RbacAuthorizer authorizer, IRefusalLog log, TimeProvider hostTime)
{
    public const string IdHeader = "Audit-Id";

    private const int MostInAWindow = 60;
    private const int MostOfUnknownInAWindow = 10;
    private const int MostCharacters = 1000;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _kept = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _keptOfUnknown = new(StringComparer.Ordinal);
    private DateTimeOffset _begun;

    /// <summary>To be called before the answer is written.</summary>
    public void Keep(HttpContext http, KubernetesError error)
    {
        var facts = new Dictionary<string, string>(StringComparer.Ordinal) { [RefusalFacts.Cluster] = cluster.Name };
        AddCaller(facts, http);
        AddMissing(facts, error.Missing);
        var request = error.Missing is null ? [http.Request.Method, http.Request.Path.Value ?? "/"] : Array.Empty<string>();
        if (IdOf(string.Join('\n', facts.Values.Concat(request)), facts.ContainsKey(RefusalFacts.ClusterUser), out var isNew) is not { } id)
        {
            return;
        }

        http.Response.Headers[IdHeader] = id;
        if (isNew)
        {
            log.Add(new(id, id, RefusalSurface.Kubernetes, http.Request.Method, Cut(http.Request.Path.Value ?? "/"), error.Code, error.Reason, Cut(error.Message)) { Facts = facts });
        }
    }

    /// <summary>Who asked, and in whose name; nothing for nobody that the cluster knows.</summary>
    private void AddCaller(Dictionary<string, string> facts, HttpContext http)
    {
        if (authenticator.Authenticate(http) is not { } caller)
        {
            return;
        }

        var user = Impersonation.Apply(http, caller, authorizer).User ?? caller;
        facts[RefusalFacts.ClusterUser] = Cut(user.Name);
        facts[RefusalFacts.ClusterGroups] = Cut(string.Join(", ", user.Groups));
        if (!ReferenceEquals(user, caller))
        {
            facts[RefusalFacts.ImpersonatedBy] = Cut(caller.Name);
        }
    }

    private static void AddMissing(Dictionary<string, string> facts, AccessRequest? missing)
    {
        if (missing is not { } access)
        {
            return;
        }

        facts[RefusalFacts.Verb] = access.Verb;
        foreach (var (name, value) in new[]
        {
            (RefusalFacts.ApiGroup, access.Group), (RefusalFacts.Resource, access.Resource), (RefusalFacts.ClusterNamespace, access.Namespace),
            (RefusalFacts.ObjectName, access.Name), (RefusalFacts.NonResourcePath, access.Path),
        })
        {
            if (value.Length > 0)
            {
                facts[name] = Cut(value);
            }
        }
    }

    /// <summary>The id under which this is kept; null where the minute is full.</summary>
    private string? IdOf(string what, bool isKnown, out bool isNew)
    {
        lock (_lock)
        {
            var now = hostTime.GetUtcNow();
            if ((now - _begun).Duration() >= Window)
            {
                _begun = now;
                _kept.Clear();
                _keptOfUnknown.Clear();
            }

            var (kept, most) = isKnown ? (_kept, MostInAWindow) : (_keptOfUnknown, MostOfUnknownInAWindow);
            isNew = !kept.TryGetValue(what, out var id);
            if (isNew && kept.Count < most)
            {
                kept[what] = id = Guid.NewGuid().ToString();
            }

            return id;
        }
    }

    private static string Cut(string text) => text.Length <= MostCharacters ? text : text[..MostCharacters];
}

using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Verditer.Kubernetes;

/// <summary>One request for a resource, after it was authenticated and found to be served.</summary>
internal sealed record ApiCall(HttpContext Http, RequestTarget Target, ResourceKind Kind, string Verb, UserInfo User, TimeProvider Clock)
{
    public string Namespace => Kind.Namespaced ? Target.Namespace : "";

    public string Name => Target.Name;

    public CancellationToken Aborted => Http.RequestAborted;

    /// <summary>True when what is stored is what is served, byte for byte.</summary>
    public bool IsStoredForm => Kind.Stored == Kind.Resource && Target.Version == Kind.Versions[0];

    public WriteOptions WriteOptions => new()
    {
        User = User,
        DryRun = Query("dryRun") is { Length: > 0 },
        FieldManager = Query("fieldManager") ?? DefaultManager(Http.Request.Headers.UserAgent.ToString()),
    };

    public string? Query(string name) => Http.Request.Query.TryGetValue(name, out var value) ? value.ToString() : null;

    public bool IsTrue(string name) => Query(name) is "true" or "True" or "1";

    public long? Number(string name) =>
        long.TryParse(Query(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string DefaultManager(string agent) => agent.Split('/')[0] is { Length: > 0 } name ? name : "unknown";
}

using Verditer.Core;

namespace Verditer.Directory;

/// <summary>Keeps what Graph refuses, and says in the answer how to have it explained.</summary>
internal sealed class GraphRefusals(IRefusalLog log)
{
    /// <param name="path">With the version, without the query.</param>
    /// <param name="missing">The right that the caller has not; null where its token was not accepted.</param>
    public GraphError Keep(string method, string path, GraphRequestIds ids, Caller? caller, GraphError error, GraphRight? missing)
    {
        var facts = new Dictionary<string, string>(error.Facts ?? new Dictionary<string, string>(), StringComparer.Ordinal);
        if (missing is not null)
        {
            facts[RefusalFacts.GraphRoles] = string.Join(", ", missing.Roles.Select(role => DirectoryRoles.Find(role)?.DisplayName ?? role));
            facts[RefusalFacts.GraphPermissions] = string.Join(", ", missing.Permissions);
        }

        var explain = log.Add(new(
            ids.RequestId, ids.ClientRequestId, RefusalSurface.Graph, method, path, error.Status, error.Code, error.Message)
        { Caller = caller, Facts = facts.Count == 0 ? null : facts });
        return explain is null || error.Detail is not null ? error : error with { Detail = new("Why", explain, "") };
    }
}

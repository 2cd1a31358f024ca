using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>Objects of any kind in Graph (<c>directoryObjects</c>).</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/directoryobject-getbyids</remarks>
internal sealed class DirectoryObjectRoutes(GraphParts parts) : IGraphRoutes
{
    private const int MostIds = 1000;
    private const string Set = "directoryObjects";
    private const string TypePrefix = "#microsoft.graph.";

    public IEnumerable<GraphRoute> Routes =>
    [
        new("POST", Set + "/getByIds", GetByIds),
        new("GET", Set + "/{}", Get),
    ];

    private GraphAnswer Get(GraphRequest request)
    {
        var found = GraphObjects.Find(parts.Index, request.TenantId, request.Key);
        return !parts.Permissions.May(request.Caller, GraphRights.ReadObjects, found) ? GraphError.Denied()
            : found is null ? GraphError.NotFound(request.Key)
            : parts.Pages.One(request, Set, GraphObjects.Show(found, parts.Index.Tenants.Find(found.TenantId)!));
    }

    private GraphAnswer GetByIds(GraphRequest request)
    {
        if (!parts.Permissions.May(request.Caller, GraphRights.ReadObjects))
        {
            return GraphError.Denied();
        }

        var (ids, types) = (GraphBody.Texts(request.Body, "ids"), GraphBody.Texts(request.Body, "types"));
        if (ids is null || ids.Count > MostIds)
        {
            return ids is null ? GraphError.Missing("ids", "DirectoryObject") : GraphError.Bad($"At most {MostIds} ids can be given at once.");
        }

        var found = ids.Distinct(StringComparer.OrdinalIgnoreCase).Select(id => GraphObjects.ShowAny(parts.Index, request.TenantId, id)).OfType<JsonObject>()
            .Where(shown => types is null || types.Contains(shown.Text("@odata.type")![TypePrefix.Length..], StringComparer.OrdinalIgnoreCase));
        return GraphAnswer.Ok(new JsonObject
        {
            ["@odata.context"] = $"{request.Address}/$metadata#{Set}",
            ["value"] = new JsonArray([.. found]),
        });
    }
}

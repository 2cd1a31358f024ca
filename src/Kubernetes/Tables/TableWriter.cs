using System.Text.Json.Nodes;

namespace Verditer.Kubernetes;

/// <summary>Objects as a <c>meta.k8s.io/v1 Table</c>, which is what kubectl get prints.</summary>
internal static class TableWriter
{
    public static JsonObject Of(ApiCall call, IReadOnlyList<StoredObject> values, bool withColumns)
    {
        var columns = TableColumn.Of(call.Kind);
        var definitions = new JsonArray();
        foreach (var column in withColumns ? columns : [])
        {
            definitions.Add((JsonNode)new JsonObject
            {
                ["name"] = column.Name,
                ["type"] = column.Type,
                ["format"] = column.Format,
                ["description"] = "",
                ["priority"] = column.Priority,
            });
        }

        var now = call.Clock.GetUtcNow();
        var include = call.Query("includeObject") ?? "Metadata";
        var rows = new JsonArray();
        foreach (var value in values)
        {
            var cells = new JsonArray();
            foreach (var column in columns)
            {
                cells.Add(TableCells.Cell(column, value.Object, now));
            }

            var row = new JsonObject { ["cells"] = cells };
            if (include != "None")
            {
                row["object"] = include == "Object" ? Versions.ToServed(call.Kind, call.Target.Version, value.Object) : Representation.Partial(value.Object);
            }

            rows.Add((JsonNode)row);
        }

        var metadata = values.Count == 1 ? new JsonObject { ["resourceVersion"] = $"{values[0].Revision}" } : [];
        return new()
        {
            ["kind"] = "Table",
            ["apiVersion"] = "meta.k8s.io/v1",
            ["metadata"] = metadata,
            ["columnDefinitions"] = definitions,
            ["rows"] = rows,
        };
    }
}

using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>The OpenAPI 2 document as protobuf, which is all that kubectl asks for. Source of the numbers: gnostic's <c>OpenAPIv2.proto</c>.</summary>
internal static class OpenApiV2Protobuf
{
    public static byte[] Encode(JsonObject document)
    {
        var definitions = new ProtobufMessage();
        foreach (var (name, schema) in (JsonObject)document["definitions"]!)
        {
            definitions.Message(1, new ProtobufMessage().Text(1, name).Message(2, Schema((JsonObject)schema!)));
        }

        var paths = new ProtobufMessage();
        foreach (var (path, item) in (JsonObject)document["paths"]!)
        {
            var operation = new ProtobufMessage().Message(8, Operation((JsonObject)item!["patch"]!));
            paths.Message(2, new ProtobufMessage().Text(1, path).Message(2, operation));
        }

        return new ProtobufMessage()
            .Text(1, document.Text("swagger"))
            .Message(2, new ProtobufMessage().Text(1, document.Text("info", "title")).Text(2, document.Text("info", "version")))
            .Message(8, paths)
            .Message(9, definitions)
            .Bytes.ToArray();
    }

    private static ProtobufMessage Schema(JsonObject schema)
    {
        var message = new ProtobufMessage().Text(1, schema.Text("$ref")).Text(2, schema.Text("format"));
        if (schema["additionalProperties"] is JsonObject values)
        {
            message.Message(21, new ProtobufMessage().Message(1, Schema(values)));
        }

        if (schema.Text("type") is { } type)
        {
            message.Message(22, new ProtobufMessage().Text(1, type));
        }

        if (schema["items"] is JsonObject items)
        {
            message.Message(23, new ProtobufMessage().Message(1, Schema(items)));
        }

        if (schema["properties"] is JsonObject properties)
        {
            var all = new ProtobufMessage();
            foreach (var (name, property) in properties)
            {
                all.Message(1, new ProtobufMessage().Text(1, name).Message(2, Schema((JsonObject)property!)));
            }

            message.Message(25, all);
        }

        return Extensions(message, 31, schema);
    }

    private static ProtobufMessage Operation(JsonObject operation)
    {
        var message = new ProtobufMessage();
        foreach (var parameter in (JsonArray)operation["parameters"]!)
        {
            var query = new ProtobufMessage().Text(2, "query").Text(4, parameter.Text("name"));
            message.Message(8, new ProtobufMessage().Message(1, new ProtobufMessage().Message(2, new ProtobufMessage().Message(3, query))));
        }

        return Extensions(message, 13, operation);
    }

    /// <summary>Extensions are YAML in the message, and JSON is YAML.</summary>
    private static ProtobufMessage Extensions(ProtobufMessage message, int number, JsonObject of)
    {
        foreach (var (name, value) in of.Where(member => member.Key.StartsWith("x-", StringComparison.Ordinal)))
        {
            message.Message(number, new ProtobufMessage().Text(1, name).Message(2, new ProtobufMessage().Text(2, Json.ToText(value!))));
        }

        return message;
    }
}

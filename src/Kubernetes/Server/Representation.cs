using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Verditer.Core;

namespace Verditer.Kubernetes;

internal enum Shape
{
    Object,
    Table,
    PartialMetadata,
}

/// <summary>In which form a caller wants objects: as they are, as a table, or their metadata only. Source: apiserver's <c>endpoints/handlers/response.go</c>.</summary>
internal sealed record Representation(Shape Shape, string ContentType)
{
    public static readonly Representation Plain = new(Shape.Object, ApiAnswer.Json);

    /// <summary>The first form in <c>Accept</c> that is served; null when none is.</summary>
    public static Representation? Choose(HttpContext http)
    {
        var accept = http.Request.Headers.Accept.ToString();
        if (accept.Length == 0)
        {
            return Plain;
        }

        foreach (var part in accept.Split(','))
        {
            var pieces = part.Split(';', StringSplitOptions.TrimEntries);
            if (pieces[0] is not ("application/json" or "*/*" or "application/*"))
            {
                continue;
            }

            switch (pieces.FirstOrDefault(piece => piece.StartsWith("as=", StringComparison.Ordinal)))
            {
                case null:
                    return Plain;
                case "as=Table":
                    return new(Shape.Table, ApiAnswer.Json);
                case "as=PartialObjectMetadata" or "as=PartialObjectMetadataList":
                    return new(Shape.PartialMetadata, ApiAnswer.Json);
            }
        }

        return null;
    }

    public static KubernetesError NotAcceptable() =>
        new(406, "NotAcceptable", "only the following media types are accepted: application/json, application/json;stream=watch");

    /// <summary>One object in this form.</summary>
    public ReadOnlyMemory<byte> Of(ApiCall call, StoredObject value) => Shape switch
    {
        Shape.Table => Json.ToBytes(TableWriter.Of(call, [value], withColumns: true)),
        Shape.PartialMetadata => Json.ToBytes(Partial(value.Object)),
        _ => Served(call, value),
    };

    /// <summary>The object in the version that was asked for.</summary>
    public static ReadOnlyMemory<byte> Served(ApiCall call, StoredObject value) =>
        call.IsStoredForm ? value.Body : Json.ToBytes(Versions.ToServed(call.Kind, call.Target.Version, value.Object));

    public static JsonObject Partial(JsonObject value) => new()
    {
        ["kind"] = "PartialObjectMetadata",
        ["apiVersion"] = "meta.k8s.io/v1",
        ["metadata"] = value["metadata"]?.DeepClone(),
    };

    /// <summary>A list of objects in this form.</summary>
    public ReadOnlyMemory<byte> List(ApiCall call, IReadOnlyList<StoredObject> values, ListMetadata metadata)
    {
        switch (Shape)
        {
            case Shape.Table:
                var table = TableWriter.Of(call, values, withColumns: true);
                table["metadata"] = metadata.ToJson();
                return Json.ToBytes(table);
            case Shape.PartialMetadata:
                return Join(
                    "PartialObjectMetadataList", "meta.k8s.io/v1", metadata, values.Select(value => (ReadOnlyMemory<byte>)Json.ToBytes(Partial(value.Object))));
            default:
                return Join(call.Kind.ListKind, call.Kind.ApiVersion(call.Target.Version), metadata, values.Select(value => Served(call, value)));
        }
    }

    private static ReadOnlyMemory<byte> Join(string kind, string apiVersion, ListMetadata metadata, IEnumerable<ReadOnlyMemory<byte>> items)
    {
        var buffer = new ArrayBufferWriter<byte>(64 * 1024);
        buffer.Write(Encoding.UTF8.GetBytes($"{{\"kind\":\"{kind}\",\"apiVersion\":\"{apiVersion}\",\"metadata\":{Json.ToText(metadata.ToJson())},\"items\":["));
        var first = true;
        foreach (var item in items)
        {
            if (!first)
            {
                buffer.Write(","u8);
            }

            first = false;
            buffer.Write(item.Span);
        }

        buffer.Write("]}"u8);
        return buffer.WrittenMemory;
    }
}

/// <param name="Continue">Null at the end.</param>
internal sealed record ListMetadata(long Revision, string? Continue, long? Remaining)
{
    public JsonObject ToJson()
    {
        var metadata = new JsonObject { ["resourceVersion"] = $"{Revision}" };
        if (Continue is not null)
        {
            metadata["continue"] = Continue;
        }

        if (Remaining is not null)
        {
            metadata["remainingItemCount"] = Remaining;
        }

        return metadata;
    }
}

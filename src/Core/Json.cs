using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace Verditer.Core;

/// <summary>Reading and writing JSON trees the one way that all parts use (no reflection, Azure's escaping).</summary>
public static class Json
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonDocumentOptions ReaderOptions = new() { MaxDepth = 64, AllowDuplicateProperties = false };

    private static readonly JsonNodeOptions NodeOptions = new() { PropertyNameCaseInsensitive = false };

    public static byte[] ToBytes(JsonNode node)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            node.WriteTo(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }

    public static string ToText(JsonNode node) => System.Text.Encoding.UTF8.GetString(ToBytes(node));

    /// <summary>Reads an object. Throws <see cref="JsonException"/> when the bytes are not JSON or not an object.</summary>
    public static JsonObject ParseObject(ReadOnlySpan<byte> utf8)
    {
        RequireText(utf8);
        return JsonNode.Parse(utf8, NodeOptions, ReaderOptions) as JsonObject ?? throw new JsonException("The JSON value is not an object.");
    }

    /// <summary>A tree reads its strings when they are asked for, so what is no text must be found before.</summary>
    private static void RequireText(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8))
        {
            throw new JsonException("The JSON text is not valid UTF-8.");
        }

        if (utf8.IndexOf("\\ud"u8) < 0 && utf8.IndexOf("\\uD"u8) < 0)
        {
            return;
        }

        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = ReaderOptions.MaxDepth });
        try
        {
            while (reader.Read())
            {
                _ = reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName ? reader.GetString() : null;
            }
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException("A string in the JSON text has half a surrogate pair.", e);
        }
    }

    /// <summary>The value at a path of property names, or null where any of them is missing.</summary>
    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            node = node is JsonObject obj ? obj[name] : null;
        }

        return node;
    }

    /// <summary>The string at a path, or null where it is missing or not a string.</summary>
    public static string? Text(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    public static int? Number(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.TryGetValue(out int number) ? number : null;

    public static bool? Flag(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.TryGetValue(out bool flag) ? flag : null;

    /// <summary>The object at a property, made when it is missing.</summary>
    public static JsonObject Section(this JsonObject node, string name)
    {
        if (node[name] is JsonObject section)
        {
            return section;
        }

        section = [];
        node[name] = section;
        return section;
    }

    public static JsonObject Copy(this JsonObject node) => (JsonObject)node.DeepClone();
}

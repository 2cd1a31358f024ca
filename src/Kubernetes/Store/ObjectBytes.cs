using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Verditer.Kubernetes;

/// <summary>
/// The bytes of an object. <c>kind</c>, <c>apiVersion</c> and <c>metadata</c> come first, so that the revision, which is known only after the commit, can be put in
/// without parsing: what is stored has no <c>resourceVersion</c>, what is served has.
/// </summary>
internal static class ObjectBytes
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? writer;

    /// <summary>The stored form: without <c>metadata.resourceVersion</c>.</summary>
    public static byte[] Of(JsonObject value)
    {
        buffer ??= new(4096);
        writer ??= new(buffer, Options);
        buffer.ResetWrittenCount();
        writer.Reset(buffer);
        writer.WriteStartObject();
        Member(writer, "kind", value["kind"]);
        Member(writer, "apiVersion", value["apiVersion"]);
        Metadata(writer, value["metadata"] as JsonObject ?? []);
        foreach (var (name, node) in value)
        {
            if (name is not ("kind" or "apiVersion" or "metadata"))
            {
                Member(writer, name, node);
            }
        }

        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The served form: with the revision put in.</summary>
    public static byte[] WithRevision(ReadOnlySpan<byte> stored, long revision)
    {
        var at = stored.IndexOf("\"metadata\":{"u8) + "\"metadata\":{"u8.Length;
        Span<byte> member = stackalloc byte[48];
        var length = Encoding.ASCII.GetBytes($"\"resourceVersion\":\"{revision}\"", member);
        if (stored[at] != (byte)'}')
        {
            member[length++] = (byte)',';
        }

        var served = new byte[stored.Length + length];
        stored[..at].CopyTo(served);
        member[..length].CopyTo(served.AsSpan(at));
        stored[at..].CopyTo(served.AsSpan(at + length));
        return served;
    }

    private static void Metadata(Utf8JsonWriter writer, JsonObject metadata)
    {
        writer.WriteStartObject("metadata");
        foreach (var (name, node) in metadata)
        {
            if (name != "resourceVersion")
            {
                Member(writer, name, node);
            }
        }

        writer.WriteEndObject();
    }

    private static void Member(Utf8JsonWriter writer, string name, JsonNode? node)
    {
        writer.WritePropertyName(name);
        if (node is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            node.WriteTo(writer);
        }
    }
}

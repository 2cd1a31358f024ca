using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Verditer.Kubernetes;

/// <summary>
/// Reads objects that typed clients send as protobuf: an envelope with the kind, then a message whose members <c>schema.txt</c> names. Source: apimachinery's
/// <c>runtime/serializer/protobuf</c>.
/// </summary>
internal static class ProtobufReader
{
    private const int MostDepth = 64;

    private static readonly byte[] Magic = [0x6b, 0x38, 0x73, 0x00];

    /// <exception cref="FormatException">It is not such an object, or of an unknown kind.</exception>
    public static JsonObject Read(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith(Magic))
        {
            throw new FormatException("the bytes do not begin as a Kubernetes object does");
        }

        var (apiVersion, kind) = ("", "");
        ReadOnlySpan<byte> raw = default;
        var envelope = new ProtobufCursor(bytes[Magic.Length..]);
        while (envelope.Next())
        {
            if (envelope.Number == 1)
            {
                (apiVersion, kind) = ReadKind(envelope.Bytes);
            }
            else if (envelope.Number == 2)
            {
                raw = envelope.Bytes;
            }
        }

        var slash = apiVersion.IndexOf('/');
        var (group, version) = slash < 0 ? ("", apiVersion) : (apiVersion[..slash], apiVersion[(slash + 1)..]);
        var type = TypeSchema.Of(group, version, kind)
            ?? (kind == "DeleteOptions" ? TypeSchema.Find("meta/v1.DeleteOptions") : null)
            ?? throw new FormatException($"no kind \"{kind}\" is registered for version \"{apiVersion}\"");
        var value = new JsonObject { ["kind"] = kind, ["apiVersion"] = apiVersion };
        ReadMessage(type, raw, value, 0);
        return value;
    }

    private static (string ApiVersion, string Kind) ReadKind(ReadOnlySpan<byte> bytes)
    {
        var (apiVersion, kind) = ("", "");
        var cursor = new ProtobufCursor(bytes);
        while (cursor.Next())
        {
            if (cursor.Number == 1)
            {
                apiVersion = Encoding.UTF8.GetString(cursor.Bytes);
            }
            else if (cursor.Number == 2)
            {
                kind = Encoding.UTF8.GetString(cursor.Bytes);
            }
        }

        return (apiVersion, kind);
    }

    private static void ReadMessage(TypeSchema type, ReadOnlySpan<byte> bytes, JsonObject into, int depth)
    {
        if (depth > MostDepth)
        {
            throw new FormatException("the object is nested too deeply");
        }

        var cursor = new ProtobufCursor(bytes);
        while (cursor.Next())
        {
            var number = cursor.Number;
            if (type.Fields.FirstOrDefault(field => field.Number == number) is not { } field)
            {
                continue;
            }

            if (field.IsInline)
            {
                ReadMessage(TypeSchema.Find(field.Type)!, cursor.Bytes, into, depth + 1);
                continue;
            }

            ReadField(field, cursor, into, depth);
        }
    }

    private static void ReadField(FieldSchema field, ProtobufCursor cursor, JsonObject into, int depth)
    {
        switch (field.Form)
        {
            case FieldForm.List:
                if (into[field.Name] is not JsonArray list)
                {
                    into[field.Name] = list = [];
                }

                list.Add(Value(field.Type, cursor, depth));
                break;
            case FieldForm.Map:
                if (into[field.Name] is not JsonObject map)
                {
                    into[field.Name] = map = [];
                }

                ReadEntry(field.Type, cursor.Bytes, map, depth);
                break;
            default:
                var value = Value(field.Type, cursor, depth);
                if (field.Optional || !IsZero(value))
                {
                    into[field.Name] = value;
                }

                break;
        }
    }

    private static void ReadEntry(string type, ReadOnlySpan<byte> bytes, JsonObject map, int depth)
    {
        var key = "";
        JsonNode? value = type == "s" ? "" : null;
        var cursor = new ProtobufCursor(bytes);
        while (cursor.Next())
        {
            if (cursor.Number == 1)
            {
                key = Encoding.UTF8.GetString(cursor.Bytes);
            }
            else
            {
                value = Value(type, cursor, depth);
            }
        }

        map[key] = value;
    }

    private static JsonNode? Value(string type, ProtobufCursor cursor, int depth) => type switch
    {
        "s" => Encoding.UTF8.GetString(cursor.Bytes),
        "b" => cursor.Varint != 0,
        "i" => (long)cursor.Varint,
        "f" => BitConverter.UInt64BitsToDouble(cursor.Varint),
        "y" => Convert.ToBase64String(cursor.Bytes),
        "q" => Encoding.UTF8.GetString(First(cursor.Bytes)),
        "t" => Time(cursor.Bytes, micro: false),
        "u" => Time(cursor.Bytes, micro: true),
        "o" => NumberOrText(cursor.Bytes),
        "d" => Duration(cursor.Bytes),
        "r" => Raw(First(cursor.Bytes)),
        "x" => Texts(cursor.Bytes),
        _ => Message(type, cursor.Bytes, depth),
    };

    private static JsonObject Message(string type, ReadOnlySpan<byte> bytes, int depth)
    {
        var value = new JsonObject();
        ReadMessage(TypeSchema.Find(type)!, bytes, value, depth + 1);
        return value;
    }

    /// <summary>The bytes of member 1.</summary>
    private static ReadOnlySpan<byte> First(ReadOnlySpan<byte> bytes)
    {
        var cursor = new ProtobufCursor(bytes);
        while (cursor.Next())
        {
            if (cursor.Number == 1)
            {
                return cursor.Bytes;
            }
        }

        return default;
    }

    private static JsonNode? Time(ReadOnlySpan<byte> bytes, bool micro)
    {
        if (bytes.IsEmpty)
        {
            return null;
        }

        var (seconds, nanos) = (0L, 0L);
        var cursor = new ProtobufCursor(bytes);
        while (cursor.Next())
        {
            (seconds, nanos) = cursor.Number == 1 ? ((long)cursor.Varint, nanos) : (seconds, (long)cursor.Varint);
        }

        if (seconds < DateTimeOffset.MinValue.ToUnixTimeSeconds() || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
        {
            throw new FormatException("a time is out of range");
        }

        var time = DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(nanos / 100);
        return micro ? ObjectMeta.MicroTime(time) : ObjectMeta.Time(time);
    }

    private static JsonNode NumberOrText(ReadOnlySpan<byte> bytes)
    {
        var (isText, number, text) = (false, 0L, "");
        var cursor = new ProtobufCursor(bytes);
        while (cursor.Next())
        {
            switch (cursor.Number)
            {
                case 1:
                    isText = cursor.Varint == 1;
                    break;
                case 2:
                    number = (long)cursor.Varint;
                    break;
                case 3:
                    text = Encoding.UTF8.GetString(cursor.Bytes);
                    break;
            }
        }

        return isText ? text : number;
    }

    private static JsonNode Duration(ReadOnlySpan<byte> bytes)
    {
        var cursor = new ProtobufCursor(bytes);
        return cursor.Next() ? $"{(long)cursor.Varint / 1_000_000_000}s" : "0s";
    }

    private static JsonNode? Raw(ReadOnlySpan<byte> json)
    {
        try
        {
            return json.IsEmpty ? null : JsonNode.Parse(json);
        }
        catch (JsonException e)
        {
            throw new FormatException("an embedded object is not JSON", e);
        }
    }

    private static JsonArray Texts(ReadOnlySpan<byte> bytes)
    {
        var texts = new JsonArray();
        var cursor = new ProtobufCursor(bytes);
        while (cursor.Next())
        {
            texts.Add((JsonNode)Encoding.UTF8.GetString(cursor.Bytes));
        }

        return texts;
    }

    private static bool IsZero(JsonNode? value) => value switch
    {
        null => true,
        JsonObject map => map.Count == 0,
        JsonValue scalar => (scalar.TryGetValue(out string? text) && text.Length == 0) || (scalar.TryGetValue(out long number) && number == 0) || (scalar.TryGetValue(out bool flag) && !flag),
        _ => false,
    };
}

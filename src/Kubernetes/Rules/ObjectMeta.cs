using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>Reading and setting <c>metadata</c>.</summary>
internal static class ObjectMeta
{
    /// <summary>Letters and digits of generated names: no vowels, so that no words come of it.</summary>
    private const string NameLetters = "bcdfghjklmnpqrstvwxz2456789";

    private const int GeneratedLength = 5;
    private const int MostBaseLength = 63 - GeneratedLength;

    public static JsonObject Metadata(this JsonObject value) => value.Section("metadata");

    public static string Name(this JsonObject value) => value.Text("metadata", "name") ?? "";

    public static string Namespace(this JsonObject value) => value.Text("metadata", "namespace") ?? "";

    public static bool IsDeleting(this JsonObject value) => value.Text("metadata", "deletionTimestamp") is not null;

    public static bool HasFinalizers(this JsonObject value) => value.At("metadata", "finalizers") is JsonArray { Count: > 0 };

    /// <summary>RFC 3339 with whole seconds, as Kubernetes writes times.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string MicroTime(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    public static string GenerateName(string prefix) =>
        (prefix.Length > MostBaseLength ? prefix[..MostBaseLength] : prefix) + RandomNumberGenerator.GetString(NameLetters, GeneratedLength);

    /// <summary>Removes members without a value, and empty maps and lists, which the API leaves out of metadata.</summary>
    public static void RemoveEmpty(JsonObject metadata)
    {
        foreach (var name in metadata.Where(member => member.Value is null or JsonObject { Count: 0 } or JsonArray { Count: 0 }).Select(member => member.Key).ToList())
        {
            metadata.Remove(name);
        }
    }

    public static void CopyMember(JsonObject from, JsonObject to, string name)
    {
        if (from[name] is { } node)
        {
            to[name] = node.DeepClone();
        }
        else
        {
            to.Remove(name);
        }
    }
}

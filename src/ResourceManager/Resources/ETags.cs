using System.Globalization;
using Verditer.Core;

namespace Verditer.ResourceManager;

/// <summary>ETags of resources: the one in the body where the type has one, otherwise made from the document's revision.</summary>
public static class ETags
{
    public static string Of(StoredResource resource) =>
        resource.Body.Text("etag") ?? resource.Body.Text("properties", "eTag") ?? FromRevision(resource.Revision);

    public static string FromRevision(long revision) => $"\"{revision.ToString("x8", CultureInfo.InvariantCulture)}\"";

    /// <summary>A new ETag for a body that carries its own.</summary>
    public static string New() => $"W/\"{Guid.NewGuid()}\"";

    /// <summary>True when a header's list of ETags (or <c>*</c>) holds this one. Weak and strong forms are the same to ARM.</summary>
    public static bool Matches(string header, string? etag) =>
        etag is not null && header.Split(',').Select(Bare).Any(h => h == "*" || h == Bare(etag));

    private static string Bare(string etag)
    {
        var text = etag.Trim();
        return (text.StartsWith("W/", StringComparison.Ordinal) ? text[2..] : text).Trim('"');
    }
}

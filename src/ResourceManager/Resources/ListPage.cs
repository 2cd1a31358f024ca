using System.Buffers.Text;
using System.Text;
using Verditer.Core;

namespace Verditer.ResourceManager;

/// <summary>Cuts a list into pages: <c>$top</c>, <c>$skiptoken</c>, and <c>nextLink</c> to the rest.</summary>
public static class ListPage
{
    private const int DefaultSize = 1000;

    /// <summary>Writes the page that the request asks for. <paramref name="resources"/> are ordered by key.</summary>
    public static Result<ArmResponse> Write(ArmContext context, IReadOnlyList<StoredResource> resources, Func<StoredResource, ReadOnlyMemory<byte>> render)
    {
        var size = DefaultSize;
        if (context.Request.Query.TryGetValue("$top", out var top) && (!int.TryParse(top, out size) || size < 1))
        {
            return new ArmError(400, "InvalidTopParameter", $"The value '{top}' of the query parameter $top is not a positive number.", "$top");
        }

        size = Math.Min(size, DefaultSize);
        IEnumerable<StoredResource> rest = resources;
        if (context.Request.Query.TryGetValue("$skiptoken", out var token))
        {
            if (Decode(token) is not { } after)
            {
                return new ArmError(400, "InvalidSkipToken", "The provided skip token is not valid.", "$skiptoken");
            }

            rest = After(resources, after);
        }

        var page = rest.Take(size + 1).ToList();
        var hasMore = page.Count > size;
        var shown = hasMore ? page[..size] : page;
        var next = hasMore ? context.Link(string.Join('/', context.Request.Path.Split('/').Select(Uri.EscapeDataString))) + QueryWith(context.Request, Encode(shown[^1].Id.Key)) : null;
        return new ArmResponse(200, Join(shown.Select(render), next));
    }

    /// <summary>What follows the resource that ended the page before; where that is gone, what comes after it by key.</summary>
    private static IEnumerable<StoredResource> After(IReadOnlyList<StoredResource> resources, string key) =>
        resources.Any(r => r.Id.Key == key)
            ? resources.SkipWhile(r => r.Id.Key != key).Skip(1)
            : resources.SkipWhile(r => string.CompareOrdinal(r.Id.Key, key) <= 0);

    private static byte[] Join(IEnumerable<ReadOnlyMemory<byte>> items, string? nextLink)
    {
        using var stream = new MemoryStream();
        stream.Write("{\"value\":["u8);
        var first = true;
        foreach (var item in items)
        {
            if (!first)
            {
                stream.WriteByte((byte)',');
            }

            first = false;
            stream.Write(item.Span);
        }

        stream.Write("]"u8);
        if (nextLink is not null)
        {
            stream.Write(Encoding.UTF8.GetBytes($",\"nextLink\":\"{nextLink}\""));
        }

        stream.Write("}"u8);
        return stream.ToArray();
    }

    private static string QueryWith(ArmRequest request, string token)
    {
        var parts = request.Query.Where(p => !p.Key.Equals("$skiptoken", StringComparison.OrdinalIgnoreCase))
            .Select(p => $"{Uri.EscapeDataString(p.Key).Replace("%24", "$", StringComparison.Ordinal)}={Uri.EscapeDataString(p.Value)}");
        return $"?{string.Join('&', parts.Append($"$skiptoken={token}"))}";
    }

    private static string Encode(string key) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(key));

    private static string? Decode(string token) =>
        Base64Url.IsValid(token) ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token)) : null;
}

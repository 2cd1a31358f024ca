using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Verditer.Directory;

/// <summary>
/// The fields of an <c>application/x-www-form-urlencoded</c> body. The token endpoint answers thousands of requests a second, so it reads its few
/// fields in one go instead of building a form collection.
/// </summary>
internal readonly struct FormFields
{
    /// <summary>Bytes. The largest thing that is sent here is an assertion.</summary>
    private const int MostBytes = 256 * 1024;

    private readonly List<(ReadOnlyMemory<char> Name, ReadOnlyMemory<char> Value)> _fields = [];

    private FormFields(string text)
    {
        foreach (var pair in new QueryStringEnumerable(text))
        {
            _fields.Add((pair.DecodeName(), pair.DecodeValue()));
        }
    }

    /// <summary>Reads the body; one of another content type has no fields. Throws <see cref="BadHttpRequestException"/> (413) when it is too large.</summary>
    public static async ValueTask<FormFields> ReadAsync(HttpRequest request)
    {
        if (request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) is not true)
        {
            return new("");
        }

        while (true)
        {
            var read = await request.BodyReader.ReadAsync(request.HttpContext.RequestAborted);
            if (read.Buffer.Length > MostBytes)
            {
                throw new BadHttpRequestException("The form is too large.", StatusCodes.Status413PayloadTooLarge);
            }

            if (read.IsCompleted)
            {
                var text = Encoding.UTF8.GetString(read.Buffer);
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return new(text);
            }

            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>The first value of a field; null when it is absent or empty.</summary>
    public string? Find(string name)
    {
        foreach (var (known, value) in _fields)
        {
            if (known.Span.SequenceEqual(name) && !value.IsEmpty)
            {
                return value.ToString();
            }
        }

        return null;
    }
}

using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Verditer.Registry;

/// <summary>The parameters of a request for tokens: those of the form, and those of the query.</summary>
internal sealed class TokenForm(IFormCollection? form, IQueryCollection query)
{
    /// <summary>Null where the body is no form.</summary>
    public static async Task<TokenForm?> ReadAsync(HttpContext context)
    {
        try
        {
            var form = HttpMethods.IsPost(context.Request.Method) && context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : null;
            return new(form, context.Request.Query);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    public StringValues All(string name) => form is not null && form.TryGetValue(name, out var values) ? values : query[name];

    /// <summary>The first value; null where it is missing or empty.</summary>
    public string? First(string name) => All(name) is [{ Length: > 0 } first, ..] ? first : null;
}

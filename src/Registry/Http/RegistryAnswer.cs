using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Verditer.Registry;

/// <summary>An answer. HEAD gets all of it but the body.</summary>
internal record RegistryAnswer(int Status)
{
    public const string JsonType = "application/json; charset=utf-8";

    private readonly List<KeyValuePair<string, string>> _headers = [];

    public string? ContentType { get; init; }

    public ReadOnlyMemory<byte> Body { get; init; }

    public static RegistryAnswer Json(JsonNode body, int status = 200) => new(status) { ContentType = JsonType, Body = Core.Json.ToBytes(body) };

    public static RegistryAnswer Of(RegistryError error)
    {
        var answer = Json(error.ToJson(), error.Status);
        foreach (var (name, value) in error.Headers)
        {
            answer.With(name, value);
        }

        return answer;
    }

    public RegistryAnswer With(string name, string? value)
    {
        if (value is not null)
        {
            _headers.Add(new(name, value));
        }

        return this;
    }

    public async Task WriteAsync(HttpContext context)
    {
        context.Response.StatusCode = Status;
        context.Response.ContentType = ContentType;
        foreach (var (name, value) in _headers)
        {
            context.Response.Headers[name] = value;
        }

        if (Status != StatusCodes.Status204NoContent)
        {
            context.Response.ContentLength = Length;
        }

        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await WriteBodyAsync(context);
        }
    }

    protected virtual long Length => Body.Length;

    protected virtual async Task WriteBodyAsync(HttpContext context)
    {
        if (!Body.IsEmpty)
        {
            await context.Response.Body.WriteAsync(Body, context.RequestAborted);
        }
    }
}

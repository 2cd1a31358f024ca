using System.Buffers.Text;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Directory.Tests;

internal static class Claims
{
    public static JsonObject Of(JsonObject answer) => Of(answer.Text("access_token") ?? throw new InvalidOperationException(answer.ToJsonString()));

    public static JsonObject Of(string token) => Json.ParseObject(Base64Url.DecodeFromChars(token.Split('.')[1]));

    public static JsonObject Header(string token) => Json.ParseObject(Base64Url.DecodeFromChars(token.Split('.')[0]));
}

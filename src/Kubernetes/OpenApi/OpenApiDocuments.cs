using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>Answers <c>/openapi/v2</c> and <c>/openapi/v3</c>. A document is made when it is first asked for.</summary>
internal sealed class OpenApiDocuments(string kubernetesVersion)
{
    /// <summary>Without the <c>@</c> of what is asked for, which is not allowed in a media type.</summary>
    private const string V2Protobuf = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";
    private const string V3Root = "/openapi/v3/";

    private readonly ConcurrentDictionary<string, byte[]> _documents = new(StringComparer.Ordinal);
    private readonly string _stamp = Convert.ToHexString(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{kubernetesVersion} {typeof(OpenApiDocuments).Module.ModuleVersionId}")))[..32];

    public Task AnswerAsync(HttpContext http, string path)
    {
        http.Response.Headers.ETag = $"\"{_stamp}\"";
        if (http.Request.Headers.IfNoneMatch.ToString() == $"\"{_stamp}\"")
        {
            http.Response.StatusCode = 304;
            return Task.CompletedTask;
        }

        if (path.TrimEnd('/') == "/openapi/v2")
        {
            return V2Async(http);
        }

        if (path.TrimEnd('/') == "/openapi/v3")
        {
            return ApiAnswer.WriteAsync(http, 200, OpenApiV3.Index(_stamp));
        }

        var name = path.StartsWith(V3Root, StringComparison.Ordinal) ? path[V3Root.Length..] : "";
        return OpenApiV3.Has(name)
            ? ApiAnswer.WriteAsync(http, 200, _documents.GetOrAdd(name, static name => Json.ToBytes(OpenApiV3.Document(name))))
            : ApiAnswer.ErrorAsync(http, KubernetesErrors.Unserved());
    }

    private Task V2Async(HttpContext http)
    {
        var accept = http.Request.Headers.Accept.ToString();
        return accept.Contains("spec.v2@v1.0+protobuf", StringComparison.Ordinal)
            ? ApiAnswer.WriteAsync(http, 200, _documents.GetOrAdd("v2.pb", _ => OpenApiV2Protobuf.Encode(OpenApiV2.Document(kubernetesVersion))), V2Protobuf)
            : ApiAnswer.WriteAsync(http, 200, _documents.GetOrAdd("v2.json", _ => Json.ToBytes(OpenApiV2.Document(kubernetesVersion))));
    }
}

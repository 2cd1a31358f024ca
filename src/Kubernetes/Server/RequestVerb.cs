using Microsoft.AspNetCore.Http;

namespace Verditer.Kubernetes;

/// <summary>The API's verb for an HTTP method and a target.</summary>
internal static class RequestVerb
{
    public static string Of(HttpRequest request, RequestTarget target)
    {
        var named = target.Name.Length > 0;
        return request.Method switch
        {
            "POST" => "create",
            "PUT" => "update",
            "PATCH" => "patch",
            "DELETE" => named ? "delete" : "deletecollection",
            _ when target.IsWatchPath || (!named && request.Query["watch"].ToString() is "true" or "1") => "watch",
            _ => named ? "get" : "list",
        };
    }

    /// <summary>A list, watch or deletion of the one object that its field selector names counts as being about that object; nothing else does.</summary>
    public static string NameInSelector(HttpRequest request)
    {
        const string Name = "metadata.name=";
        var selector = request.Query["fieldSelector"].ToString();
        return selector.StartsWith(Name, StringComparison.Ordinal) && !selector.Contains(',') ? selector[Name.Length..].TrimStart('=') : "";
    }
}

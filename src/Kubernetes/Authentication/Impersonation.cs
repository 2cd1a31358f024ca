using Microsoft.AspNetCore.Http;

namespace Verditer.Kubernetes;

/// <summary>Acting as somebody else, for those who may <c>impersonate</c> (kubectl's <c>--as</c>). Source: the documentation "User impersonation".</summary>
internal static class Impersonation
{
    private const string AccountPrefix = "system:serviceaccount:";

    public static (UserInfo? User, KubernetesError? Error) Apply(HttpContext http, UserInfo caller, RbacAuthorizer authorizer)
    {
        var headers = http.Request.Headers;
        var name = headers["Impersonate-User"].ToString();
        var groups = headers["Impersonate-Group"];
        if (name.Length == 0)
        {
            return groups.Count == 0
                ? (caller, null)
                : (null, KubernetesErrors.InternalError("requested [{Group}] without impersonating a user"));
        }

        var account = name.StartsWith(AccountPrefix, StringComparison.Ordinal) ? name[AccountPrefix.Length..].Split(':') : [];
        var asUser = account is [var @namespace, var own]
            ? new RequestTarget { Path = "", Plural = "serviceaccounts", Namespace = @namespace, Name = own }
            : new RequestTarget { Path = "", Plural = "users", Name = name };
        foreach (var target in groups.Select(group => new RequestTarget { Path = "", Plural = "groups", Name = group ?? "" }).Prepend(asUser))
        {
            if (!authorizer.Allows(caller, new("impersonate", "", target.Plural, target.Namespace, target.Name, "")))
            {
                return (null, Refusals.Access(caller, "impersonate", target, target.Plural));
            }
        }

        string[] implied = account is [var its, _] && groups.Count == 0 ? ["system:serviceaccounts", $"system:serviceaccounts:{its}"] : [];
        return (new(name, [.. groups.Select(group => group ?? ""), .. implied, "system:authenticated"]), null);
    }
}

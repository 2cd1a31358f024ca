using Microsoft.AspNetCore.Http;

namespace Verditer.Kubernetes;

/// <summary>
/// Acting as somebody else, for those who may <c>impersonate</c> (kubectl's <c>--as</c>): each thing that a header claims is a permission of its own. Source: the
/// documentation "User impersonation".
/// </summary>
internal static class Impersonation
{
    private const string UserHeader = "Impersonate-User";
    private const string GroupHeader = "Impersonate-Group";
    private const string UidHeader = "Impersonate-Uid";
    private const string ExtraPrefix = "Impersonate-Extra-";
    private const string AccountPrefix = "system:serviceaccount:";
    private const string Anonymous = "system:anonymous";
    private const string Authenticated = "system:authenticated";
    private const string Unauthenticated = "system:unauthenticated";

    public static (UserInfo? User, KubernetesError? Error) Apply(HttpContext http, UserInfo caller, RbacAuthorizer authorizer)
    {
        var headers = http.Request.Headers;
        var name = headers[UserHeader].ToString();
        List<string> groups = [.. headers[GroupHeader].Select(group => group ?? "")];
        var uid = headers[UidHeader].ToString();
        var extra = Extra(headers);
        var claims = Claims(name, groups, uid, extra).ToList();
        if (claims.Count == 0)
        {
            return (caller, null);
        }

        if (name.Length == 0)
        {
            return (null, KubernetesErrors.InternalError($"requested [{string.Join(' ', claims.Select(claim => claim.Plural))}] without impersonating a user"));
        }

        foreach (var claim in claims)
        {
            var resource = claim.Subresource.Length > 0 ? $"{claim.Plural}/{claim.Subresource}" : claim.Plural;
            if (!authorizer.Allows(caller, new("impersonate", claim.Group, resource, claim.Namespace, claim.Name, "")))
            {
                return (null, Refusals.Access(caller, "impersonate", claim, resource));
            }
        }

        return (new(name, Groups(name, groups), uid, extra.Count == 0 ? null : extra), null);
    }

    /// <summary>What the headers claim, each as the resource that <c>impersonate</c> is asked for.</summary>
    private static IEnumerable<RequestTarget> Claims(
        string name, IReadOnlyList<string> groups, string uid, IReadOnlyDictionary<string, IReadOnlyList<string>> extra)
    {
        if (name.Length > 0)
        {
            yield return Account(name) is var (@namespace, account)
                ? new() { Path = "", Plural = "serviceaccounts", Namespace = @namespace, Name = account }
                : new() { Path = "", Plural = "users", Name = name };
        }

        foreach (var group in groups)
        {
            yield return new() { Path = "", Plural = "groups", Name = group };
        }

        foreach (var (key, values) in extra)
        {
            foreach (var value in values)
            {
                yield return new() { Path = "", Group = "authentication.k8s.io", Plural = "userextras", Subresource = key, Name = value };
            }
        }

        if (uid.Length > 0)
        {
            yield return new() { Path = "", Group = "authentication.k8s.io", Plural = "uids", Name = uid };
        }
    }

    private static Dictionary<string, IReadOnlyList<string>> Extra(IHeaderDictionary headers) => headers
        .Where(header => header.Key.StartsWith(ExtraPrefix, StringComparison.OrdinalIgnoreCase))
        .GroupBy(header => Uri.UnescapeDataString(header.Key[ExtraPrefix.Length..]).ToLowerInvariant())
        .ToDictionary(group => group.Key, group => (IReadOnlyList<string>)[.. group.SelectMany(header => header.Value).Select(value => value ?? "")]);

    private static List<string> Groups(string name, List<string> groups)
    {
        if (groups.Count == 0 && Account(name) is var (@namespace, _))
        {
            groups = ["system:serviceaccounts", $"system:serviceaccounts:{@namespace}"];
        }

        var own = name == Anonymous ? Unauthenticated : Authenticated;
        return groups.Contains(Authenticated) || groups.Contains(Unauthenticated) ? groups : [.. groups, own];
    }

    private static (string Namespace, string Name)? Account(string name) =>
        name.StartsWith(AccountPrefix, StringComparison.Ordinal) && name[AccountPrefix.Length..].Split(':') is [{ Length: > 0 } @namespace, { Length: > 0 } account]
            ? (@namespace, account)
            : null;
}

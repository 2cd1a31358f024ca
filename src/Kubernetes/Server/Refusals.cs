namespace Verditer.Kubernetes;

/// <summary>Upstream's words for what a caller may not do. Source: apiserver's <c>endpoints/handlers/responsewriters/errors.go</c>.</summary>
internal static class Refusals
{
    public static KubernetesError Access(UserInfo user, string verb, RequestTarget target, string resource)
    {
        var scope = target.Namespace.Length > 0 ? $" in the namespace \"{target.Namespace}\"" : " at the cluster scope";
        return KubernetesErrors.Forbidden(
            target.Resource, target.Name, $"User \"{user.Name}\" cannot {verb} resource \"{resource}\" in API group \"{target.Group}\"{scope}") with
        {
            Missing = new(verb, target.Group, resource, target.Namespace, target.Name, ""),
        };
    }
}

using Verditer.Core;

namespace Verditer.Explaining;

/// <summary>No role in the cluster lets the caller do it.</summary>
internal sealed class MissingClusterRole : IRecognizer
{
    private const string View = "view";
    private const string Edit = "edit";

    /// <summary>What the cluster's own roles of that name reach, roughly: never Secrets by <c>view</c>, nor roles by either.</summary>
    private static readonly string[] Groups = ["", "apps", "batch", "autoscaling", "networking.k8s.io", "policy"];

    private static readonly string[] Reading = ["get", "list", "watch"];
    private static readonly string[] Writing = ["create", "update", "patch", "delete", "deletecollection"];

    public Finding? Recognize(Case it)
    {
        if (it.Refusal is not { Surface: RefusalSurface.Kubernetes } || it.Fact(RefusalFacts.Verb) is not { } verb || it.Fact(RefusalFacts.ClusterUser) is not { } user)
        {
            return null;
        }

        var (@namespace, path) = (it.Fact(RefusalFacts.ClusterNamespace), it.Fact(RefusalFacts.NonResourcePath));
        var (group, resource) = (it.Fact(RefusalFacts.ApiGroup) ?? "", it.Fact(RefusalFacts.Resource) ?? "");
        var what = path is not null ? $"path {path}" : $"{resource}{(group.Length == 0 ? "" : $" ({group})")}{(@namespace is null ? " at the cluster scope" : $" in the namespace {@namespace}")}";
        var text = $"No role binding in the cluster '{it.Fact(RefusalFacts.Cluster)}' gives the user {user} (groups: {it.Fact(RefusalFacts.ClusterGroups)}) the verb {verb} for {what}."
            + (it.Fact(RefusalFacts.ImpersonatedBy) is { } other ? $" The request came from {other}, in that user's name." : "")
            + " Azure roles count for nothing here. Give the commands as somebody who may grant it: az aks get-credentials --admin.";
        return new("missing-cluster-role", "The cluster's own roles do not allow it.", text,
            [.. Narrow(verb, group, resource, path, @namespace, user), .. Usual(verb, group, resource, @namespace, user)]);
    }

    /// <summary>A role with this one permission.</summary>
    private static IEnumerable<MendingCommand> Narrow(string verb, string group, string resource, string? path, string? @namespace, string user)
    {
        var name = KubectlCommands.NameOf(verb, path ?? resource);
        var (kind, place) = @namespace is null ? ("clusterrole", "") : ("role", $" --namespace={AzCommands.Quote(@namespace)}");
        var dot = resource.IndexOf('/', StringComparison.Ordinal) is var slash && slash < 0 ? resource.Length : slash;
        var target = path is not null
            ? $"--non-resource-url={AzCommands.Quote(path)}"
            : $"--resource={AzCommands.Quote(group.Length == 0 ? resource : $"{resource[..dot]}.{group}{resource[dot..]}")}";
        yield return new($"kubectl create {kind} {name} --verb={AzCommands.Quote(verb)} {target}{place}", "makes a role that allows this and nothing else");
        yield return new($"kubectl create {kind}binding {KubectlCommands.NameOf(name, user)} --{kind}={name} {KubectlCommands.Subject(user)}{place}", "gives it to the caller");
    }

    /// <summary>What people usually give in a namespace.</summary>
    private static IEnumerable<MendingCommand> Usual(string verb, string group, string resource, string? @namespace, string user)
    {
        var role = Reading.Contains(verb) && resource != "secrets" ? View : Writing.Contains(verb) || resource == "secrets" ? Edit : null;
        if (@namespace is not null && role is not null && Groups.Contains(group))
        {
            yield return new(
                $"kubectl create rolebinding {KubectlCommands.NameOf(role, user)} --clusterrole={role} {KubectlCommands.Subject(user)} --namespace={AzCommands.Quote(@namespace)}",
                $"in place of these two: the cluster's own role {role}, for all that people usually {(role == View ? "read" : "change")} in a namespace");
        }
    }
}

using Microsoft.AspNetCore.Http;

namespace Verditer.Kubernetes;

/// <summary>
/// What a request is about, read from its path: <c>/api/v1/namespaces/{ns}/{resource}/{name}/{subresource}</c> and its relatives. Source: apiserver's
/// <c>endpoints/request/requestinfo.go</c>.
/// </summary>
internal sealed record RequestTarget
{
    public required string Path { get; init; }

    /// <summary>False for discovery, health, and whatever else is no resource.</summary>
    public bool IsResource { get; init; }

    public string Group { get; init; } = "";

    public string Version { get; init; } = "";

    /// <summary>Empty where the whole cluster, or all namespaces, are meant; a namespace is in itself.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The path leads through a namespace to something in it.</summary>
    public bool IsInNamespace { get; init; }

    public string Plural { get; init; } = "";

    public string Name { get; init; } = "";

    public string Subresource { get; init; } = "";

    /// <summary>What comes after the subresource, as in <c>proxy/…</c>.</summary>
    public string Rest { get; init; } = "";

    /// <summary>The old <c>/watch/</c> prefix.</summary>
    public bool IsWatchPath { get; init; }

    public GroupResource Resource => new(Group, Plural);

    public static RequestTarget Parse(PathString path)
    {
        var text = path.Value ?? "/";
        var parts = text.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var (group, at) = parts switch
        {
            ["api", _, _, ..] => ("", 2),
            ["apis", var name, _, _, ..] => (name, 3),
            _ => ("", -1),
        };
        return at < 0 ? new() { Path = text } : Resources(text, group, parts[at - 1], parts.AsSpan(at));
    }

    private static RequestTarget Resources(string path, string group, string version, ReadOnlySpan<string> parts)
    {
        var watch = parts is ["watch", _, ..];
        if (watch)
        {
            parts = parts[1..];
        }

        var target = new RequestTarget { Path = path, IsResource = true, Group = group, Version = version, IsWatchPath = watch };
        if (parts is ["namespaces", var @namespace, var plural, ..] && !(group.Length == 0 && plural is "status" or "finalize"))
        {
            target = target with { Namespace = @namespace, IsInNamespace = true };
            parts = parts[2..];
        }
        else if (parts is ["namespaces", var own, ..] && group.Length == 0)
        {
            target = target with { Namespace = own };
        }

        return target with
        {
            Plural = parts[0],
            Name = parts.Length > 1 ? parts[1] : "",
            Subresource = parts.Length > 2 ? parts[2] : "",
            Rest = parts.Length > 3 ? string.Join('/', parts[3..]!) : "",
        };
    }
}

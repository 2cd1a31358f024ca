using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>What somebody wants to do.</summary>
/// <param name="Resource">With its subresource: <c>pods/log</c>. Empty for a path that is no resource.</param>
internal readonly record struct AccessRequest(string Verb, string Group, string Resource, string Namespace, string Name, string Path)
{
    public bool IsResource => Resource.Length > 0;
}

/// <summary>One rule of a role.</summary>
internal sealed record PolicyRule(string[] Verbs, string[] Groups, string[] Resources, string[] Names, string[] Urls)
{
    public static PolicyRule Of(JsonNode? rule) =>
        new(Texts(rule.At("verbs")), Texts(rule.At("apiGroups")), Texts(rule.At("resources")), Texts(rule.At("resourceNames")), Texts(rule.At("nonResourceURLs")));

    public bool Allows(in AccessRequest request) =>
        Has(Verbs, request.Verb)
        && (request.IsResource
            ? Has(Groups, request.Group) && AllowsResource(request.Resource) && (Names.Length == 0 || Names.Contains(request.Name))
            : AllowsPath(request.Path));

    /// <summary>As upstream writes a rule in its refusals.</summary>
    public override string ToString()
    {
        var parts = new List<string>();
        foreach (var (name, values) in (ReadOnlySpan<(string, string[])>)[("APIGroups", Groups), ("Resources", Resources), ("ResourceNames", Names), ("NonResourceURLs", Urls), ("Verbs", Verbs)])
        {
            if (values.Length > 0)
            {
                parts.Add($"{name}:[{string.Join(" ", values.Select(value => $"\"{value}\""))}]");
            }
        }

        return $"{{{string.Join(", ", parts)}}}";
    }

    /// <summary>The rule as single permissions, each of which must be held to grant it.</summary>
    public IEnumerable<AccessRequest> Permissions(string @namespace)
    {
        foreach (var verb in Verbs)
        {
            foreach (var url in Urls)
            {
                yield return new(verb, "", "", "", "", url);
            }

            foreach (var group in Groups)
            {
                foreach (var resource in Resources)
                {
                    foreach (var name in Names.DefaultIfEmpty(""))
                    {
                        yield return new(verb, group, resource, @namespace, name, "");
                    }
                }
            }
        }
    }

    private bool AllowsResource(string resource)
    {
        foreach (var allowed in Resources)
        {
            if (allowed == "*" || allowed == resource)
            {
                return true;
            }

            if (allowed.StartsWith("*/", StringComparison.Ordinal) && resource.EndsWith(allowed[1..], StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private bool AllowsPath(string path) =>
        Urls.Any(url => url == path || (url.EndsWith('*') && path.StartsWith(url[..^1], StringComparison.Ordinal)));

    private static bool Has(string[] values, string value) => values.Contains("*") || values.Contains(value);

    private static string[] Texts(JsonNode? node) => node is JsonArray list ? [.. list.Select(one => one.Text() ?? "")] : [];
}

using System.Text.Json.Nodes;

namespace Verditer.Kubernetes;

/// <summary>What is served, in the forms that clients ask for: lists of groups and of resources, and all of it at once. Source: the documentation "The Kubernetes API".</summary>
internal static class DiscoveryDocuments
{
    public static JsonObject CoreVersions(string server) => new()
    {
        ["kind"] = "APIVersions",
        ["versions"] = new JsonArray("v1"),
        ["serverAddressByClientCIDRs"] = new JsonArray(new JsonObject { ["clientCIDR"] = "0.0.0.0/0", ["serverAddress"] = server }),
    };

    public static JsonObject Groups()
    {
        var groups = new JsonArray();
        foreach (var name in KindTable.Instance.Groups)
        {
            groups.Add((JsonNode)Members(name));
        }

        return new() { ["kind"] = "APIGroupList", ["apiVersion"] = "v1", ["groups"] = groups };
    }

    public static JsonObject Group(string name)
    {
        var group = new JsonObject { ["kind"] = "APIGroup", ["apiVersion"] = "v1" };
        foreach (var (member, value) in Members(name).ToList())
        {
            group[member] = value?.DeepClone();
        }

        return group;
    }

    public static JsonObject Resources(string group, string version)
    {
        var resources = new JsonArray();
        foreach (var kind in KindTable.Instance.Of(group, version))
        {
            resources.Add((JsonNode)Resource(kind));
            foreach (var name in kind.Subresources)
            {
                resources.Add((JsonNode)Subresource(kind, name));
            }
        }

        return new()
        {
            ["kind"] = "APIResourceList",
            ["apiVersion"] = "v1",
            ["groupVersion"] = GroupVersion(group, version),
            ["resources"] = resources,
        };
    }

    /// <summary>Everything of the core group, or of all others, in one document.</summary>
    /// <param name="format">The version of the form: <c>v2</c> or <c>v2beta1</c>.</param>
    public static JsonObject Aggregated(bool core, string format)
    {
        var items = new JsonArray();
        foreach (var group in core ? [""] : KindTable.Instance.Groups)
        {
            var versions = new JsonArray();
            foreach (var version in KindTable.Instance.VersionsOf(group))
            {
                versions.Add((JsonNode)new JsonObject
                {
                    ["version"] = version,
                    ["resources"] = new JsonArray([.. KindTable.Instance.Of(group, version).Select(kind => AggregatedResource(kind, version))]),
                    ["freshness"] = "Current",
                });
            }

            var metadata = new JsonObject { ["creationTimestamp"] = null };
            if (group.Length > 0)
            {
                metadata["name"] = group;
            }

            items.Add((JsonNode)new JsonObject { ["metadata"] = metadata, ["versions"] = versions });
        }

        return new() { ["kind"] = "APIGroupDiscoveryList", ["apiVersion"] = $"apidiscovery.k8s.io/{format}", ["metadata"] = new JsonObject(), ["items"] = items };
    }

    private static JsonNode AggregatedResource(ResourceKind kind, string version)
    {
        var resource = new JsonObject
        {
            ["resource"] = kind.Plural,
            ["responseKind"] = Kind(kind.Group, version, kind.Kind),
            ["scope"] = kind.Namespaced ? "Namespaced" : "Cluster",
            ["singularResource"] = kind.Singular,
            ["verbs"] = List(kind.Verbs),
        };
        Names(resource, kind);
        if (kind.Subresources.Count > 0)
        {
            resource["subresources"] = new JsonArray([.. kind.Subresources.Select(name =>
            {
                var info = SubresourceInfo.Of(kind, name);
                return (JsonNode)new JsonObject
                {
                    ["subresource"] = name,
                    ["responseKind"] = Kind(info.Group.Length > 0 ? info.Group : kind.Group, info.Version.Length > 0 ? info.Version : version, info.Kind.Length > 0 ? info.Kind : kind.Kind),
                    ["verbs"] = List(info.Verbs),
                };
            })]);
        }

        return resource;
    }

    private static JsonObject Resource(ResourceKind kind)
    {
        var resource = new JsonObject
        {
            ["name"] = kind.Plural,
            ["singularName"] = kind.Singular,
            ["namespaced"] = kind.Namespaced,
            ["kind"] = kind.Kind,
            ["verbs"] = List(kind.Verbs),
        };
        Names(resource, kind);
        return resource;
    }

    private static JsonObject Subresource(ResourceKind kind, string name)
    {
        var info = SubresourceInfo.Of(kind, name);
        var resource = new JsonObject { ["name"] = $"{kind.Plural}/{name}", ["singularName"] = "", ["namespaced"] = kind.Namespaced };
        if (info.Group.Length > 0)
        {
            resource["group"] = info.Group;
            resource["version"] = info.Version;
        }

        resource["kind"] = info.Kind.Length > 0 ? info.Kind : kind.Kind;
        resource["verbs"] = List(info.Verbs);
        return resource;
    }

    private static void Names(JsonObject resource, ResourceKind kind)
    {
        if (kind.ShortNames.Count > 0)
        {
            resource["shortNames"] = List(kind.ShortNames);
        }

        if (kind.Categories.Count > 0)
        {
            resource["categories"] = List(kind.Categories);
        }
    }

    private static JsonObject Members(string name)
    {
        var versions = KindTable.Instance.VersionsOf(name);
        return new()
        {
            ["name"] = name,
            ["versions"] = new JsonArray([.. versions.Select(version => (JsonNode)Version(name, version))]),
            ["preferredVersion"] = Version(name, versions[0]),
        };
    }

    private static JsonObject Version(string group, string version) => new() { ["groupVersion"] = GroupVersion(group, version), ["version"] = version };

    private static JsonObject Kind(string group, string version, string kind) => new() { ["group"] = group, ["version"] = version, ["kind"] = kind };

    private static string GroupVersion(string group, string version) => group.Length == 0 ? version : $"{group}/{version}";

    private static JsonArray List(IEnumerable<string> values) => new([.. values.Select(value => (JsonNode)value)]);
}

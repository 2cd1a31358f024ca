using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>What a cluster begins with. It is put in at every start where it is missing, as upstream does.</summary>
public static class ClusterSeed
{
    private static readonly string[] Namespaces = ["default", "kube-system", "kube-public", "kube-node-lease"];

    public static async Task EnsureAsync(ClusterApi api, ClusterFacts cluster, CancellationToken cancellationToken = default)
    {
        foreach (var name in Namespaces)
        {
            await MakeAsync(api, new("", "namespaces"), new() { ["metadata"] = Named(name) }, cancellationToken);
            await MakeAsync(api, new("", "serviceaccounts"), new() { ["metadata"] = Named("default", name) }, cancellationToken);
            await MakeAsync(api, new("", "configmaps"), RootCertificate(name, cluster.CertificateAuthority), cancellationToken);
        }

        foreach (var (resource, value) in BootstrapRoles.All())
        {
            await MakeAsync(api, resource, value, cancellationToken);
        }

        await MakeAsync(api, new("scheduling.k8s.io", "priorityclasses"), Priority("system-cluster-critical", 2_000_000_000), cancellationToken);
        await MakeAsync(api, new("scheduling.k8s.io", "priorityclasses"), Priority("system-node-critical", 2_000_001_000), cancellationToken);
        await MakeAsync(api, new("", "services"), ApiService(new ServiceNetwork(cluster.ServiceCidr).First), cancellationToken);
        await PutAsync(api, new("", "endpoints"), ApiEndpoints(cluster), cancellationToken);
        await PutAsync(api, new("discovery.k8s.io", "endpointslices"), ApiSlice(cluster), cancellationToken);
    }

    private static async Task MakeAsync(ClusterApi api, GroupResource resource, JsonObject value, CancellationToken cancellationToken)
    {
        if (api.Find(resource, value.Text("metadata", "namespace"), value.Name()) is not null)
        {
            return;
        }

        var result = await api.CreateAsync(resource, value, cancellationToken);
        if (result.Error is { Reason: not "AlreadyExists" } error)
        {
            throw new InvalidOperationException($"The cluster's {resource} '{value.Name()}' could not be made: {error.Message}");
        }
    }

    /// <summary>What names the server's own address follows it.</summary>
    private static async Task PutAsync(ClusterApi api, GroupResource resource, JsonObject value, CancellationToken cancellationToken)
    {
        if (api.Find(resource, value.Namespace(), value.Name()) is null)
        {
            await MakeAsync(api, resource, value, cancellationToken);
            return;
        }

        await api.UpdateAsync(resource, value, cancellationToken: cancellationToken);
    }

    private static JsonObject Named(string name, string? @namespace = null)
    {
        var metadata = new JsonObject { ["name"] = name };
        if (@namespace is not null)
        {
            metadata["namespace"] = @namespace;
        }

        return metadata;
    }

    private static JsonObject RootCertificate(string @namespace, string pem)
    {
        var metadata = Named("kube-root-ca.crt", @namespace);
        metadata["annotations"] = new JsonObject
        {
            ["kubernetes.io/description"] = "The cluster's certificate authority, for clients inside the cluster that verify its API.",
        };
        return new() { ["metadata"] = metadata, ["data"] = new JsonObject { ["ca.crt"] = pem.TrimEnd() + "\n" } };
    }

    private static JsonObject Priority(string name, int value) => new()
    {
        ["metadata"] = Named(name),
        ["value"] = value,
        ["description"] = $"Used for {(name.Contains("node", StringComparison.Ordinal) ? "pods that a node cannot do without" : "pods that the cluster cannot do without")}.",
    };

    private static JsonObject ApiService(string address)
    {
        var metadata = Named("kubernetes", "default");
        metadata["labels"] = new JsonObject { ["component"] = "apiserver", ["provider"] = "kubernetes" };
        return new()
        {
            ["metadata"] = metadata,
            ["spec"] = new JsonObject
            {
                ["type"] = "ClusterIP",
                ["clusterIP"] = address,
                ["ports"] = new JsonArray(new JsonObject { ["name"] = "https", ["protocol"] = "TCP", ["port"] = 443, ["targetPort"] = 443 }),
            },
        };
    }

    private static JsonObject ApiEndpoints(ClusterFacts cluster)
    {
        var server = new Uri(cluster.Server);
        var metadata = Named("kubernetes", "default");
        metadata["labels"] = new JsonObject { ["endpointslice.kubernetes.io/skip-mirror"] = "true" };
        return new()
        {
            ["metadata"] = metadata,
            ["subsets"] = new JsonArray(new JsonObject
            {
                ["addresses"] = new JsonArray(new JsonObject { ["ip"] = server.Host }),
                ["ports"] = new JsonArray(new JsonObject { ["name"] = "https", ["port"] = server.Port, ["protocol"] = "TCP" }),
            }),
        };
    }

    private static JsonObject ApiSlice(ClusterFacts cluster)
    {
        var server = new Uri(cluster.Server);
        var metadata = Named("kubernetes", "default");
        metadata["labels"] = new JsonObject { ["kubernetes.io/service-name"] = "kubernetes" };
        return new()
        {
            ["metadata"] = metadata,
            ["addressType"] = "IPv4",
            ["endpoints"] = new JsonArray(new JsonObject { ["addresses"] = new JsonArray(server.Host), ["conditions"] = new JsonObject { ["ready"] = true } }),
            ["ports"] = new JsonArray(new JsonObject { ["name"] = "https", ["port"] = server.Port, ["protocol"] = "TCP" }),
        };
    }
}

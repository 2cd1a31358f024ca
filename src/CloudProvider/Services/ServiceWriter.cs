using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.CloudProvider;

/// <summary>Writes a Service: its finalizer and its status.</summary>
internal sealed class ServiceWriter(KubernetesApi api)
{
    private const int Attempts = 5;

    public Task<CloudError?> AddFinalizerAsync(JsonObject service, CancellationToken cancellationToken) =>
        SetFinalizersAsync(service, names => names.Contains(ServiceState.Finalizer) ? null : [.. names, ServiceState.Finalizer], cancellationToken);

    public Task<CloudError?> RemoveFinalizerAsync(JsonObject service, CancellationToken cancellationToken) =>
        SetFinalizersAsync(
            service, names => names.Contains(ServiceState.Finalizer) ? [.. names.Where(n => n != ServiceState.Finalizer)] : null, cancellationToken);

    /// <summary>Writes the addresses; none takes them away. A Service that is gone is no error.</summary>
    public async Task<CloudError?> SetAddressesAsync(JsonObject service, IReadOnlyList<string> addresses, CancellationToken cancellationToken)
    {
        if (addresses.SequenceEqual(ServiceDescription.Read(service).KnownAddresses))
        {
            return null;
        }

        var balancer = new JsonObject
        {
            ["ingress"] = addresses.Count == 0 ? null : new JsonArray([.. addresses.Select(a => (JsonNode)new JsonObject { ["ip"] = a })]),
        };
        var patch = new JsonObject { ["status"] = new JsonObject { ["loadBalancer"] = balancer } };
        var reply = await api.PatchAsync(PathOf(service) + "/status", patch, cancellationToken);
        return reply.Succeeded || reply.Code == 404 ? null : reply.Error;
    }

    /// <summary>Changes the list on the condition that nobody else changed the Service meanwhile.</summary>
    private async Task<CloudError?> SetFinalizersAsync(
        JsonObject service, Func<IReadOnlyList<string>, IReadOnlyList<string>?> change, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var read = await api.GetAsync(PathOf(service), cancellationToken);
            if (!read.Succeeded)
            {
                return read.Code == 404 ? null : read.Error;
            }

            if (read.Body.Text("metadata", "uid") != service.Text("metadata", "uid") || change([.. ServiceState.Finalizers(read.Body)]) is not { } wanted)
            {
                return null;
            }

            var patch = new JsonObject
            {
                ["metadata"] = new JsonObject
                {
                    ["resourceVersion"] = read.Body.Text("metadata", "resourceVersion"),
                    ["finalizers"] = wanted.Count == 0 ? null : new JsonArray([.. wanted.Select(w => (JsonNode)w)]),
                },
            };
            var reply = await api.PatchAsync(PathOf(service), patch, cancellationToken);
            if (reply.Succeeded || reply.Code == 404)
            {
                return null;
            }

            if (reply.Code != 409 || attempt == Attempts)
            {
                return reply.Error;
            }
        }
    }

    private static string PathOf(JsonObject service) =>
        $"api/v1/namespaces/{service.Text("metadata", "namespace")}/services/{service.Text("metadata", "name")}";
}

using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Verditer.Core;

namespace Verditer.CloudProvider;

/// <summary>
/// All objects of one resource, kept by list and watch. It reconnects by itself; a 410 (the version is too old) makes it list again.
/// Source: https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes
/// </summary>
/// <param name="path">Such as <c>api/v1/services</c>.</param>
/// <param name="changed">Called with the object before and after; null where it was not there.</param>
internal sealed class ObjectCache(KubernetesApi api, string path, Action<JsonObject?, JsonObject?> changed, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, JsonObject> _objects = new(StringComparer.Ordinal);

    public IEnumerable<JsonObject> All => _objects.Values;

    public JsonObject? Find(string key) => _objects.GetValueOrDefault(key);

    /// <summary>Completed after the first list: then what is not here does not exist.</summary>
    public TaskCompletionSource Filled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary><c>namespace/name</c>, or the name of what has no namespace.</summary>
    public static string KeyOf(JsonObject value) => value.Text("metadata", "namespace") is { } space
        ? $"{space}/{value.Text("metadata", "name")}"
        : value.Text("metadata", "name") ?? "";

    /// <summary>Follows until canceled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        string? version = null;
        while (true)
        {
            var before = version;
            try
            {
                version ??= await ListAsync(cancellationToken);
                version = version is null ? null : await WatchAsync(version, cancellationToken);
            }
            catch (Exception exception) when (KubernetesApi.IsFault(exception) || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                logger.WatchBroken(path, exception.Message);
            }

            cancellationToken.ThrowIfCancellationRequested();
            pause = version is not null && version != before ? FirstPause : TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks));
            await Task.Delay(pause, time, cancellationToken);
        }
    }

    private async Task<string?> ListAsync(CancellationToken cancellationToken)
    {
        var reply = await api.ListAsync(path, cancellationToken);
        if (!reply.Succeeded)
        {
            logger.WatchBroken(path, reply.Error.Text);
            return null;
        }

        var listed = (reply.Body["items"] as JsonArray ?? []).OfType<JsonObject>().ToDictionary(KeyOf, StringComparer.Ordinal);
        foreach (var gone in _objects.Keys.Where(k => !listed.ContainsKey(k)).ToList())
        {
            Set(gone, null);
        }

        foreach (var (key, value) in listed)
        {
            Set(key, value);
        }

        Filled.TrySetResult();
        return reply.Body.Text("metadata", "resourceVersion") ?? "0";
    }

    /// <returns>The version to go on from; null to list again.</returns>
    private async Task<string?> WatchAsync(string version, CancellationToken cancellationToken)
    {
        await foreach (var change in api.WatchAsync(path, version, cancellationToken))
        {
            var (type, value) = (change.Text("type"), change["object"] as JsonObject ?? []);
            if (type == "ERROR")
            {
                return null;
            }

            version = value.Text("metadata", "resourceVersion") ?? version;
            if (type != "BOOKMARK")
            {
                Set(KeyOf(value), type == "DELETED" ? null : value);
            }
        }

        return version;
    }

    private void Set(string key, JsonObject? value)
    {
        _objects.TryGetValue(key, out var old);
        if (value is null)
        {
            _objects.TryRemove(key, out _);
        }
        else
        {
            _objects[key] = value;
        }

        changed(old, value);
    }
}

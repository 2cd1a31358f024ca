using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.CloudProvider.Tests;

/// <summary>The objects of a cluster, with versions, watches and finalizers. It outlives the fake API server, as etcd does.</summary>
internal sealed class ClusterObjects
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, JsonObject> _objects = new(StringComparer.Ordinal);
    private readonly List<(long Version, string Key, string Type, JsonObject Object)> _changes = [];
    private long _version = 1;
    private long _forgotten;
    private int _breaks;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static JsonObject Status(int code, string reason) => new() { ["kind"] = "Status", ["code"] = code, ["reason"] = reason, ["message"] = reason };

    public JsonObject? Find(string key)
    {
        lock (_lock)
        {
            return _objects.GetValueOrDefault(key)?.Copy();
        }
    }

    /// <summary>The messages of the events on a service with this reason.</summary>
    public IReadOnlyList<string> Messages(string service, string reason)
    {
        lock (_lock)
        {
            return [.. _objects.Where(o => o.Key.StartsWith("events/", StringComparison.Ordinal)).Select(o => o.Value)
                .Where(e => e.Text("involvedObject", "name") == service && e.Text("reason") == reason).Select(e => e.Text("message")!)];
        }
    }

    public string? AddressOf(string service) =>
        Find($"services/default/{service}").At("status", "loadBalancer", "ingress") is JsonArray { Count: > 0 } all ? all[0].Text("ip") : null;

    public Task<string> UntilAddressAsync(string service) => UntilAsync(() => AddressOf(service));

    public Task<string> UntilEventAsync(string service, string reason) => UntilAsync(() => Messages(service, reason) is { Count: > 0 } all ? all[^1] : null);

    public Task UntilGoneAsync(string service) => UntilAsync(() => Find($"services/default/{service}") is null ? "gone" : null);

    /// <summary>Waits until a condition gives a value; looks again at every change.</summary>
    public async Task<string> UntilAsync(Func<string?> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var changed = _changed.Task;
            if (condition() is { } value)
            {
                return value;
            }

            try
            {
                await changed.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException("It did not happen. The events so far:\n" + EventText());
            }
        }
    }

    private string EventText() => string.Join('\n', List("events")["items"]!.AsArray().Select(e => $"{e.Text("reason")}: {e.Text("message")}"));

    public void PutService(string name, Action<JsonObject>? change = null)
    {
        var key = $"services/default/{name}";
        var service = Find(key) ?? new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Service",
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "default", ["uid"] = Guid.NewGuid().ToString() },
            ["spec"] = new JsonObject
            {
                ["type"] = "LoadBalancer",
                ["ports"] = new JsonArray(new JsonObject { ["port"] = 80, ["nodePort"] = 30080, ["protocol"] = "TCP" }),
            },
            ["status"] = new JsonObject { ["loadBalancer"] = new JsonObject() },
        };
        change?.Invoke(service);
        Store(key, service);
    }

    public void PutNode(string name, string providerId) => Store($"nodes/{name}", new JsonObject
    {
        ["metadata"] = new JsonObject { ["name"] = name, ["uid"] = Guid.NewGuid().ToString() },
        ["spec"] = new JsonObject { ["providerID"] = providerId },
    });

    /// <summary>As <c>kubectl delete</c>: what has finalizers goes when they have gone.</summary>
    public void DeleteService(string name)
    {
        var service = Find($"services/default/{name}")!;
        service.Section("metadata")["deletionTimestamp"] = "2030-01-01T00:00:00Z";
        Store($"services/default/{name}", service);
    }

    /// <summary>Ends all watches.</summary>
    public void BreakWatches()
    {
        lock (_lock)
        {
            _breaks++;
            Wake();
        }
    }

    /// <summary>Forgets the changes so far: watches from older versions get 410.</summary>
    public void Compact()
    {
        lock (_lock)
        {
            _forgotten = ++_version;
            _changes.Clear();
        }
    }

    public JsonObject List(string plural)
    {
        lock (_lock)
        {
            var items = _objects.Where(o => o.Key.StartsWith(plural + "/", StringComparison.Ordinal)).Select(o => (JsonNode)o.Value.Copy());
            return new JsonObject { ["metadata"] = new JsonObject { ["resourceVersion"] = Text(_version) }, ["items"] = new JsonArray([.. items]) };
        }
    }

    public (int, JsonObject) Get(string key) => Find(key) is { } found ? (200, found) : (404, Status(404, "NotFound"));

    public (int, JsonObject) Create(string key, JsonObject value)
    {
        if (Find(key) is not null)
        {
            return (409, Status(409, "AlreadyExists"));
        }

        return (201, Store(key, value));
    }

    public (int, JsonObject) Patch(string key, JsonObject patch, bool isStatus)
    {
        lock (_lock)
        {
            if (Find(key) is not { } value)
            {
                return (404, Status(404, "NotFound"));
            }

            var version = patch.Text("metadata", "resourceVersion");
            if (version is not null && version != value.Text("metadata", "resourceVersion"))
            {
                return (409, Status(409, "Conflict"));
            }

            var wanted = isStatus ? new JsonObject { ["status"] = patch["status"]?.DeepClone() } : patch.Copy();
            if (!isStatus)
            {
                wanted.Remove("status");
            }

            return (200, Store(key, MergePatch.Apply(value, wanted)));
        }
    }

    public async IAsyncEnumerable<JsonObject> FollowAsync(string plural, long version, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var breaks = _breaks;
        while (true)
        {
            var changed = _changed.Task;
            List<(long Version, string Key, string Type, JsonObject Object)> news;
            lock (_lock)
            {
                if (version < _forgotten)
                {
                    news = [(version, plural + "/", "ERROR", Status(410, "Expired"))];
                }
                else
                {
                    news = [.. _changes.Where(c => c.Version > version && c.Key.StartsWith(plural + "/", StringComparison.Ordinal))];
                }
            }

            foreach (var change in news)
            {
                yield return new JsonObject { ["type"] = change.Type, ["object"] = change.Object.Copy() };
                version = change.Version;
            }

            if (breaks != _breaks || news is [(_, _, "ERROR", _)])
            {
                yield break;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    private JsonObject Store(string key, JsonObject value)
    {
        lock (_lock)
        {
            var metadata = value.Section("metadata");
            metadata["resourceVersion"] = Text(++_version);
            var isGone = metadata["deletionTimestamp"] is not null && metadata["finalizers"] is not JsonArray { Count: > 0 };
            var type = isGone ? "DELETED" : _objects.ContainsKey(key) ? "MODIFIED" : "ADDED";
            if (isGone)
            {
                _objects.Remove(key);
            }
            else
            {
                _objects[key] = value.Copy();
            }

            _changes.Add((_version, key, type, value.Copy()));
            Wake();
            return value;
        }
    }

    private void Wake()
    {
        _changed.TrySetResult();
        _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}

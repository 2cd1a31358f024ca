using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>
/// One reconcile of one key. It notes every refusal of the API: the key is then looked at again with back-off, by reading anew. What was deleted meanwhile is
/// no refusal.
/// </summary>
internal sealed class Turn(
    IObjectClient api, ObjectKey key, ControllerServices services, string controller, string component, CancellationToken cancellationToken)
{
    public IObjectClient Api => api;

    public ObjectKey Key => key;

    public CancellationToken CancellationToken => cancellationToken;

    public DateTimeOffset Now { get; } = services.Time.GetUtcNow();

    public bool Failed { get; private set; }

    public TimeSpan? After { get; private set; }

    /// <summary>The object that the key names, or null.</summary>
    public JsonObject? Find() => api.Find(key.Resource, key.Namespace, key.Name);

    public void Retry() => Failed = true;

    public void LookAgainAfter(TimeSpan after)
    {
        if (After is null || after < After)
        {
            After = after;
        }
    }

    public void LookAgainAt(DateTimeOffset due) => LookAgainAfter(due > Now ? due - Now : TimeSpan.Zero);

    public async Task<ObjectResult> CreateAsync(GroupResource resource, JsonObject value) =>
        Note(await api.CreateAsync(resource, value, cancellationToken));

    public async Task<ObjectResult> UpdateAsync(GroupResource resource, JsonObject value) =>
        Note(await api.UpdateAsync(resource, value, cancellationToken: cancellationToken));

    /// <param name="subresource">Such as <c>finalize</c>.</param>
    public async Task<ObjectResult> UpdateAsync(GroupResource resource, JsonObject value, string subresource) =>
        Note(await api.UpdateAsync(resource, value, subresource, cancellationToken));

    /// <summary>Writes the status if it differs from the stored one.</summary>
    /// <param name="current">The object as it was read.</param>
    public async Task SetStatusAsync(GroupResource resource, JsonObject current, JsonObject status)
    {
        if (!JsonNode.DeepEquals(current["status"], status))
        {
            var changed = current.Copy();
            changed["status"] = status;
            Note(await api.UpdateAsync(resource, changed, "status", cancellationToken));
        }
    }

    /// <summary>Changes a copy of the object and writes it if that changed anything.</summary>
    public async Task ChangeAsync(GroupResource resource, JsonObject current, Action<JsonObject> change)
    {
        var changed = current.Copy();
        change(changed);
        if (!JsonNode.DeepEquals(current, changed))
        {
            await UpdateAsync(resource, changed);
        }
    }

    /// <summary>Deletes exactly this object.</summary>
    public async Task DeleteAsync(GroupResource resource, JsonObject value, long? gracePeriodSeconds = null) =>
        Note(await api.DeleteAsync(resource, value.Namespace(), value.Name(), value.Uid(), gracePeriodSeconds, cancellationToken));

    public async Task<bool> BindAsync(JsonObject pod, string node) =>
        Note(await api.BindAsync(pod.Namespace()!, pod.Name(), node, pod.Uid(), cancellationToken)).Succeeded;

    /// <param name="host">The node that says so; null for a controller.</param>
    public Task EventAsync(JsonObject about, GroupResource resource, string type, string reason, string message, string? host = null) =>
        EventRecorder.RecordAsync(api, about, resource, new(component, host), type, reason, message, Now, cancellationToken);

    /// <summary>What became of an attempt to make something for <paramref name="about"/>.</summary>
    public Task AnnounceCreationAsync(JsonObject about, GroupResource resource, string message, KubernetesError? error) => error is null
        ? EventAsync(about, resource, EventRecorder.Normal, "SuccessfulCreate", message)
        : EventAsync(about, resource, EventRecorder.Warning, "FailedCreate", message);

    private ObjectResult Note(ObjectResult result)
    {
        if (result.Error is { Code: not 404 } error)
        {
            Failed = true;
            services.Logger.Refused(controller, key.ToString(), error.Code, error.Reason, error.Message);
        }

        return result;
    }
}

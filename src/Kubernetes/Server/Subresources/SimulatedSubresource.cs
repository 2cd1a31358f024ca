namespace Verditer.Kubernetes;

/// <summary>What only a real container could answer. The refusal says that the nodes are simulated, so that nobody looks for a fault of his own.</summary>
internal sealed class SimulatedSubresource(ClusterApi api, string plural, string name, string what) : ISubresource
{
    public string Plural => plural;

    public string Name => name;

    public Task AnswerAsync(ApiCall call) => ApiAnswer.ErrorAsync(
        call.Http,
        api.Store.Find(call.Kind.Stored, call.Namespace, call.Name) is null
            ? KubernetesErrors.NotFound(call.Kind.Resource, call.Name)
            : new(501, "NotImplemented", $"the nodes of this cluster are simulated (engine \"embedded\"): {what}"));
}

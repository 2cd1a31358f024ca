using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary><c>pods/binding</c>: the scheduler's decision.</summary>
internal sealed class BindingSubresource(ClusterApi api) : ISubresource
{
    public string Plural => "pods";

    public string Name => "binding";

    public async Task AnswerAsync(ApiCall call)
    {
        var (binding, error) = await RequestBody.ReadObjectAsync(call.Http);
        if (binding.Text("target", "name") is not { Length: > 0 } node)
        {
            await ApiAnswer.ErrorAsync(call.Http, error ?? KubernetesErrors.Invalid(call.Kind with { Kind = "Binding" }, call.Name, [FieldError.Required("target.name")]));
            return;
        }

        var result = await PodBinding.BindAsync(api, call.Namespace, call.Name, node, binding.Text("metadata", "uid"), call.WriteOptions, call.Aborted);
        await (result.Error is { } refused ? ApiAnswer.ErrorAsync(call.Http, refused) : ApiAnswer.WriteAsync(call.Http, 201, StatusBody.Success(code: 201)));
    }
}

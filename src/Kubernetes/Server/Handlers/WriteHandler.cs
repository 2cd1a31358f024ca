using System.Text.Json.Nodes;

namespace Verditer.Kubernetes;

/// <summary>POST and PUT of objects, and of their status. Source: apiserver's <c>endpoints/handlers/create.go</c>, <c>update.go</c>.</summary>
internal sealed class WriteHandler(ClusterApi api)
{
    public async Task CreateAsync(ApiCall call)
    {
        if (await ReadAsync(call) is not { } value)
        {
            return;
        }

        await AnswerAsync(call, await api.CreateAsync(call.Kind, call.Namespace, value, call.WriteOptions, call.Aborted), created: true);
    }

    public async Task UpdateAsync(ApiCall call)
    {
        if (await ReadAsync(call) is not { } value)
        {
            return;
        }

        if (ObjectIdentity.Check(call, value) is { } other)
        {
            await ApiAnswer.ErrorAsync(call.Http, other);
            return;
        }

        var change = ObjectUpdater.To(value);
        var subresource = call.Target.Subresource is { Length: > 0 } named ? named : null;
        await AnswerAsync(call, await api.UpdateAsync(call.Kind, call.Namespace, call.Name, change, subresource, call.WriteOptions, call.Aborted));
    }

    /// <summary>The object in the body, in the stored version; null when the refusal is written already.</summary>
    public static async Task<JsonObject?> ReadAsync(ApiCall call)
    {
        var (value, error) = await RequestBody.ReadObjectAsync(call.Http);
        error ??= value is null ? KubernetesErrors.BadRequest("the object provided is unrecognized (must be of type Object): the body is empty") : ObjectIdentity.CheckKind(call, value);
        error ??= FieldValidation.Check(call, value!);
        if (error is not null)
        {
            await ApiAnswer.ErrorAsync(call.Http, error);
            return null;
        }

        return call.IsStoredForm ? value : Versions.ToStored(call.Kind, call.Target.Version, value!);
    }

    public static async Task AnswerAsync(ApiCall call, WriteResult result, bool created = false)
    {
        if (result.Error is { } error)
        {
            await ApiAnswer.ErrorAsync(call.Http, error);
            return;
        }

        var representation = Representation.Choose(call.Http) ?? Representation.Plain;
        await ApiAnswer.WriteAsync(call.Http, created || result.Created ? 201 : 200, representation.Of(call, result.Object!));
    }
}

using System.Text.Json.Nodes;

namespace Verditer.Kubernetes;

/// <summary>Who asks: what authentication found.</summary>
/// <param name="Uid">Empty where there is none.</param>
/// <param name="Extra">Such as the pod that a token was issued for; each key may have several values.</param>
public sealed record UserInfo(string Name, IReadOnlyList<string> Groups, string Uid = "", IReadOnlyDictionary<string, IReadOnlyList<string>>? Extra = null)
{
    /// <summary>The engine's own controllers: above all checks of permission, as upstream's loopback client.</summary>
    public static readonly UserInfo Loopback = new("system:apiserver", ["system:masters", "system:authenticated"]);
}

/// <summary>How a write is to be carried out.</summary>
internal sealed record WriteOptions
{
    public static readonly WriteOptions Internal = new();

    public UserInfo User { get; init; } = UserInfo.Loopback;

    public bool DryRun { get; init; }

    /// <summary>Empty for a write that nobody's name stands for.</summary>
    public string FieldManager { get; init; } = "";
}

/// <summary>How a deletion is to be carried out (<c>DeleteOptions</c>).</summary>
internal sealed record DeletionOptions
{
    public string? Uid { get; init; }

    public string? ResourceVersion { get; init; }

    public long? GracePeriodSeconds { get; init; }

    /// <summary><c>Background</c>, <c>Foreground</c>, <c>Orphan</c>, or null for the resource's default.</summary>
    public string? Propagation { get; init; }
}

/// <summary>What a write came to: the object as it is stored, or the refusal.</summary>
/// <param name="Gone">The object was removed by this call.</param>
internal readonly record struct WriteResult(StoredObject? Object, KubernetesError? Error, bool Gone = false)
{
    /// <summary>True when the object was made by this call (an update that may create).</summary>
    public bool Created { get; init; }

    public static implicit operator WriteResult(KubernetesError error) => new(null, error);

    public static implicit operator WriteResult(StoredObject value) => new(value, null);
}

/// <summary>A change of an object, computed from what is stored now: it may be computed again when another write came first.</summary>
internal delegate (JsonObject? Value, KubernetesError? Error) ObjectChange(JsonObject current);

using System.Text.Json.Nodes;
using Verditer.Operations;
using Verditer.Storage;

namespace Verditer.ResourceManager;

/// <summary>What a write comes to: the resource as it is stored from now on, and the operation that carries it out.</summary>
/// <param name="Resource">Stored as it is, and answered: it must hold no secret.</param>
public sealed record WritePlan(JsonObject Resource)
{
    /// <summary>Started together with the write. The answer then carries <c>Azure-AsyncOperation</c> and <c>Retry-After</c>.</summary>
    public NewOperation? Operation { get; init; }

    /// <summary>Further writes of the same commit, such as a sealed secret. They must be repeatable.</summary>
    public Action<WriteBatch>? Also { get; init; }

    /// <summary>The status of the answer; by default 201 on creation and 200 otherwise.</summary>
    public int? Status { get; init; }

    /// <summary>For a child that lives in its parent: the parent as it was read. <see cref="Resource"/> is then the parent's new body.</summary>
    public StoredResource? Holder { get; init; }

    /// <summary>The answer's body where it differs from what is stored (a child that lives in its parent).</summary>
    public JsonObject? Answer { get; init; }
}

/// <summary>What a DELETE comes to.</summary>
public sealed record DeletePlan
{
    /// <summary>The document goes at once; the answer is 200.</summary>
    public static readonly DeletePlan Now = new();

    /// <summary>Carries the deletion out; the answer is 202. The handler removes the document in it.</summary>
    public NewOperation? Operation { get; init; }

    /// <summary>The resource while the operation runs (<c>provisioningState</c> Deleting). Null: stays as it is, or goes at once without an operation.</summary>
    public JsonObject? Resource { get; init; }

    /// <summary>For a child that lives in its parent: the parent as it was read. <see cref="Resource"/> is then the parent's new body.</summary>
    public StoredResource? Holder { get; init; }

    public Action<WriteBatch>? Also { get; init; }

    /// <summary>The body of the answer, such as the deleted role assignment.</summary>
    public JsonObject? Answer { get; init; }
}

using System.Text.Json.Nodes;
using Verditer.Storage;

namespace Verditer.Kubernetes;

/// <summary>
/// Gives objects of one resource something that no other may have (a cluster IP, a node port). What is given is a document of its own, written in the same commit
/// as the object: two who are given the same cannot both succeed.
/// </summary>
internal interface IAllocator
{
    GroupResource Resource { get; }

    /// <summary>Sets what is missing in <paramref name="value"/> and adds the writes that take it, and those that give back what is no longer needed.</summary>
    /// <param name="current">Null for a creation.</param>
    void Allocate(JsonObject value, JsonObject? current, List<Write> writes, List<FieldError> errors);

    /// <summary>The writes that give back all that the object has.</summary>
    void Release(JsonObject current, List<Write> writes);
}

using Verditer.Storage;

namespace Verditer.Directory;

/// <summary>Removes managed identities in the same commit in which their resources lose them: neither is ever seen without the other.</summary>
public interface IManagedIdentityRemoval
{
    /// <summary>Adds to a batch what removes the identity of this resource, if it has one. The batch fails when the identity changes meanwhile: then build it anew.</summary>
    void Remove(WriteBatch batch, string resourceId);
}

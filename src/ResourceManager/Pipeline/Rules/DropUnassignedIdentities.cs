using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.ResourceManager;

/// <summary>
/// An identity with the value <c>null</c> is one that is taken away. A PUT says all that is to be, so it names none of those; a PATCH is merged, and so is a PUT of some types: the merge takes it away.
/// </summary>
/// <remarks>Source: https://learn.microsoft.com/azure/active-directory/managed-identities-azure-resources/how-to-manage-user-assigned-managed-identities</remarks>
internal sealed class DropUnassignedIdentities : IRequestRule
{
    public ValueTask<ArmError?> CheckAsync(ArmContext context, CancellationToken cancellationToken)
    {
        if (context.IsWrite && !context.IsMerge && context.Body.At("identity", "userAssignedIdentities") is JsonObject identities)
        {
            identities.Where(p => p.Value is null).Select(p => p.Key).ToList().ForEach(key => identities.Remove(key));
        }

        return new((ArmError?)null);
    }
}

using Verditer.Core;

namespace Verditer.ResourceManager;

/// <summary>The status that answers a creation, where it is not ARM's usual 201: clients made from the specifications take no other. Source: the REST specifications of each type.</summary>
internal static class CreationStatus
{
    private const int Created = 201;

    private static readonly Dictionary<ResourceType, int> Others = new()
    {
        [ResourceType.Parse("Microsoft.Storage/storageAccounts")] = 200,
    };

    public static int Of(ResourceType type) => Others.GetValueOrDefault(type, Created);
}

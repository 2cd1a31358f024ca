using System.Collections.ObjectModel;
using Verditer.Core;

namespace Verditer.ResourceManager;

/// <summary>
/// A resource provider: the types of one namespace that have code of their own, and its other paths. Types without code come from the type data and are
/// served by the generic <see cref="ResourceTypeHandler"/>. Registered in the host's services; nothing else knows it.
/// </summary>
public interface IResourceProvider
{
    string Namespace { get; }

    IEnumerable<ResourceTypeHandler> Types => [];

    /// <summary>What types without a handler refer to, and the right that their writer needs on it.</summary>
    IReadOnlyDictionary<ResourceType, IReadOnlyList<LinkedProperty>> Links => ReadOnlyDictionary<ResourceType, IReadOnlyList<LinkedProperty>>.Empty;

    IEnumerable<ArmEndpoint> Endpoints => [];

    /// <summary>Preview features that a subscription can register.</summary>
    IReadOnlyList<string> Features => [];

    /// <summary>Azure's own services behind this provider: made in the tenant, with their roles, when a subscription registers it.</summary>
    IReadOnlyList<FirstPartyService> FirstParties => [];

    /// <summary>True for what every subscription has from the start, such as Microsoft.Resources and Microsoft.Authorization.</summary>
    bool AlwaysRegistered => false;
}

/// <param name="AppId">Its fixed client id.</param>
/// <param name="RoleDefinitionIds">GUIDs of the built-in roles that it gets on the subscription.</param>
public sealed record FirstPartyService(string AppId, string DisplayName, IReadOnlyList<string> RoleDefinitionIds);

namespace Verditer.Registry;

/// <summary>Something that a client does with a registry's content.</summary>
/// <param name="Name">As scopes and challenges write it.</param>
/// <param name="RoleActions">The actions of roles that give it; any of them will do. The first one is what a refusal names.</param>
/// <param name="ScopeMapActions">The actions of a token's scope map that give it.</param>
/// <param name="IsAnonymous">True where anybody may do it in a registry with anonymous pull.</param>
/// <remarks>
/// Source: https://learn.microsoft.com/azure/role-based-access-control/permissions/containers#microsoftcontainerregistry and
/// https://learn.microsoft.com/azure/container-registry/container-registry-rbac-built-in-roles-overview (AcrPull shows tags and repositories, AcrPush manages tags).
/// </remarks>
internal sealed record DataAction(string Name, IReadOnlyList<string> RoleActions, IReadOnlyList<string> ScopeMapActions, bool IsAnonymous = false)
{
    public const string Provider = "Microsoft.ContainerRegistry/registries/";

    public static readonly DataAction Pull = new("pull", [Provider + "pull/read"], ["content/read"], IsAnonymous: true);

    public static readonly DataAction Push = new("push", [Provider + "push/write"], ["content/write"]);

    public static readonly DataAction Delete = new("delete", [Provider + "artifacts/delete"], ["content/delete"]);

    public static readonly DataAction MetadataRead = new("metadata_read", [Provider + "pull/read", Provider + "metadata/read"], ["metadata/read"], IsAnonymous: true);

    public static readonly DataAction MetadataWrite = new("metadata_write", [Provider + "push/write", Provider + "metadata/write"], ["metadata/write"]);

    /// <summary>Seeing which repositories there are: a right over the registry.</summary>
    public static readonly DataAction Catalog = new("*", [Provider + "pull/read", Provider + "metadata/read", Provider + "catalog/read"], ["metadata/read"], IsAnonymous: true);

    public static readonly IReadOnlyList<DataAction> OfRepositories = [Pull, Push, Delete, MetadataRead, MetadataWrite];

    public static readonly IReadOnlyList<DataAction> All = [.. OfRepositories, Catalog];
}

/// <summary>A right that is asked for: an action on a repository, or on the registry's catalog.</summary>
/// <param name="Type"><c>repository</c> or <c>registry</c>.</param>
/// <param name="Name">The repository; <c>catalog</c> for the registry.</param>
internal sealed record WantedRight(string Type, string Name, DataAction Action)
{
    public const string RepositoryType = "repository";
    public const string RegistryType = "registry";
    public const string CatalogName = "catalog";

    public static WantedRight On(string repository, DataAction action) => new(RepositoryType, repository, action);

    public static readonly WantedRight OnCatalog = new(RegistryType, CatalogName, DataAction.Catalog);
}

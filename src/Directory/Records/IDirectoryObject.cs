using System.Text.Json.Nodes;

namespace Verditer.Directory;

/// <summary>What applications, service principals, users and groups have in common.</summary>
internal interface IDirectoryObject
{
    string TenantId { get; }

    /// <summary>Object id (GUID).</summary>
    string Id { get; }

    string DisplayName { get; }

    /// <summary>Object ids of the principals that may change it.</summary>
    IReadOnlyList<string> Owners { get; }

    /// <summary>Properties of the Graph object without a place of their own.</summary>
    JsonObject? Extra { get; }
}

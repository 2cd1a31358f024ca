namespace Verditer.Directory;

/// <summary>What every part of Graph works with.</summary>
internal sealed record GraphParts(
    DirectoryIndex Index, GraphPermissions Permissions, GraphPages Pages, GraphRelations Relations, GraphWriter Writer, TimeProvider Time);

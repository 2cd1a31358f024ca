namespace Verditer.Kubernetes;

/// <summary>One served resource, as a line of <c>kinds.txt</c> describes it.</summary>
public sealed record ResourceKind
{
    public static readonly IReadOnlyList<string> AllVerbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

    public required string Group { get; init; }

    /// <summary>Preferred first; the first is the stored one.</summary>
    public required IReadOnlyList<string> Versions { get; init; }

    public required string Kind { get; init; }

    public required string Plural { get; init; }

    public required IReadOnlyList<string> ShortNames { get; init; }

    public required IReadOnlyList<string> Categories { get; init; }

    public required bool Namespaced { get; init; }

    public required IReadOnlyList<string> Subresources { get; init; }

    public required IReadOnlyList<string> Verbs { get; init; }

    /// <summary>A change of what is not status raises <c>metadata.generation</c>.</summary>
    public required bool HasGeneration { get; init; }

    /// <summary>Members of <c>metadata</c> that a write of the status leaves as they are.</summary>
    public required IReadOnlyList<string> StatusKeeps { get; init; }

    /// <summary>Deletion leaves dependents where the caller says nothing.</summary>
    public required bool OrphansByDefault { get; init; }

    /// <summary>A completed deletion answers with the object instead of a Status.</summary>
    public required bool ReturnsDeleted { get; init; }

    /// <summary>Where the objects are kept: the resource itself, or the one that it is another face of.</summary>
    public required GroupResource Stored { get; init; }

    public string Singular => Kind.ToLowerInvariant();

    public string ListKind => Kind + "List";

    public GroupResource Resource => new(Group, Plural);

    public bool HasStatus => Subresources.Contains("status");

    /// <summary>True when objects of it are kept; a review is answered and forgotten.</summary>
    public bool IsStored => Verbs.Contains("list");

    /// <summary>The <c>apiVersion</c> of its objects in one of its versions.</summary>
    public string ApiVersion(string version) => Group.Length == 0 ? version : $"{Group}/{version}";

    /// <summary>The <c>apiVersion</c> in which its objects are kept.</summary>
    public string StoredApiVersion => ApiVersion(Versions[0]);
}

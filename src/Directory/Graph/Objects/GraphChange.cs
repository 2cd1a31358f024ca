namespace Verditer.Directory;

/// <summary>What a request makes of an object: a changed one, nothing, or a refusal.</summary>
/// <param name="After">Null when there is nothing to write.</param>
internal sealed record GraphChange<T>(T? After, GraphError? Refusal = null)
    where T : class
{
    /// <summary>Null for 204 without a body.</summary>
    public GraphAnswer? Answer { get; init; }

    /// <summary>What the audit log calls it, where only the change itself can tell.</summary>
    public AuditActivity? Activity { get; init; }

    /// <summary>Other objects that the audit log names.</summary>
    public IReadOnlyList<AuditTarget> Related { get; init; } = [];

    public static implicit operator GraphChange<T>(T after) => new(after);

    public static implicit operator GraphChange<T>(GraphError refusal) => new(null, refusal);
}

namespace Verditer.Explaining;

/// <summary>How much is kept to be explained.</summary>
public sealed record ExplainingOptions
{
    /// <summary>So many of the newest refusals are kept.</summary>
    public int RefusalsKept { get; init; } = 2000;

    /// <summary>So many of a caller's role assignments are kept with a refusal, those that come nearest.</summary>
    public int AssignmentsKept { get; init; } = 50;
}

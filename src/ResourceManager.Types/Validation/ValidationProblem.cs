namespace Verditer.ResourceManager.Types;

/// <summary>One thing wrong with a body.</summary>
/// <param name="JsonPath">Where: <c>properties.agentPoolProfiles[0].count</c>; empty for the body itself. A name that is not a plain word stands as <c>tags['a.b']</c>.</param>
/// <param name="Message">What, as one sentence: <c>Expected an integer but found a string.</c></param>
/// <param name="Kind">Which rule.</param>
public sealed record ValidationProblem(string JsonPath, string Message, ValidationProblemKind Kind);

/// <summary>The rules of a body.</summary>
public enum ValidationProblemKind
{
    /// <summary>Another kind of JSON is expected there.</summary>
    WrongKind,

    /// <summary>A required property is missing or null.</summary>
    Missing,

    /// <summary>Not one of the values that there are.</summary>
    NotAllowed,

    /// <summary>Too small, too large, too short, too long.</summary>
    OutOfRange,

    /// <summary>Does not match the pattern.</summary>
    Pattern,

    /// <summary>The property is not in this api-version. Reported only in a strict check: Azure's services ignore it.</summary>
    Unknown,

    /// <summary>Nested too deep.</summary>
    TooDeep,
}

using System.Text.Json.Nodes;

namespace Verditer.ResourceManager.Types;

/// <summary>
/// Checks a body against the api-version that the client named. As Azure's services do, it accepts and ignores read-only and unknown properties, takes
/// names and listed values without regard to case, and null for what is optional.
/// </summary>
public static class BodyValidator
{
    /// <summary>No more problems than this are listed; the rest of a body is then not looked at.</summary>
    public const int MostProblems = 50;

    /// <summary>How deep a body may be nested.</summary>
    public const int GreatestDepth = 64;

    /// <summary>The problems, in the order of the body; empty when the body fits.</summary>
    public static IReadOnlyList<ValidationProblem> Validate(Shape shape, JsonObject body, ValidationMode mode)
    {
        var walk = new ValidationWalk(mode);
        walk.Check(shape, body);
        return walk.Problems;
    }

    /// <summary>The problems of a resource's name, with the path <c>name</c>.</summary>
    public static IReadOnlyList<ValidationProblem> ValidateName(TypeVersion version, string name)
    {
        var walk = new ValidationWalk(ValidationMode.Put);
        walk.CheckAt("name", version.Name, JsonValue.Create(name));
        return walk.Problems;
    }
}

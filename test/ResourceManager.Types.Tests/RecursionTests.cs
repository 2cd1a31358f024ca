using System.Text.Json.Nodes;

namespace Verditer.ResourceManager.Types.Tests;

public sealed class RecursionTests
{
    /// <summary>A shape that a client can nest in itself, with the way to it from the body and around.</summary>
    private static readonly Circle Found = Catalogs.All.Select(version => Search(version, version.Body, [], [])).OfType<Circle>().First();

    [Theory]
    [InlineData(3, true)]
    [InlineData(200, false)]
    [InlineData(2000, false)]
    public void Validate_NestedBody_IsAcceptedOrRefusedButEnds(int rounds, bool fits)
    {
        JsonNode inner = new JsonObject();
        for (var i = 0; i < rounds; i++)
        {
            inner = Wrap(Found.Around, inner);
        }

        var body = (JsonObject)Wrap(Found.Way, inner);
        var problems = BodyValidator.Validate(Found.Version.Body, body, ValidationMode.Patch);
        (problems.Count == 0).ShouldBe(fits);
        problems.ShouldAllBe(problem => problem.Kind == ValidationProblemKind.TooDeep);
    }

    [Fact]
    public void Describe_ShapeInsideItself_Ends() => ShapeDescription.Describe(Found.Version.Body).Count().ShouldBeGreaterThan(Found.Way.Count);

    private static JsonNode Wrap(IReadOnlyList<Func<JsonNode, JsonNode>> steps, JsonNode inner) =>
        steps.Reverse().Aggregate(inner, (node, step) => step(node));

    private static Circle? Search(TypeVersion version, Shape shape, List<(Shape From, Func<JsonNode, JsonNode> Step)> way, HashSet<Shape> seen)
    {
        var start = way.FindIndex(step => step.From == shape);
        if (start >= 0 && shape is ObjectShape)
        {
            var steps = way.ConvertAll(step => step.Step);
            return new(version, steps[..start], steps[start..]);
        }

        return !seen.Add(shape) ? null : Inside(shape)
            .Select(next => Search(version, next.Shape, [.. way, (shape, next.Step)], seen)).FirstOrDefault(found => found is not null);
    }

    private static IEnumerable<(Shape Shape, Func<JsonNode, JsonNode> Step)> Inside(Shape shape)
    {
        switch (shape)
        {
            case ArrayShape array:
                yield return (array.Item, inner => new JsonArray(inner));
                break;
            case ObjectShape type:
                foreach (var property in type.Properties.Where(property => !property.IsReadOnly))
                {
                    yield return (property.Shape, inner => new JsonObject { [property.Name] = inner });
                }

                if (type.Values is { } values)
                {
                    yield return (values, inner => new JsonObject { ["key"] = inner });
                }

                break;
        }
    }

    private sealed record Circle(TypeVersion Version, IReadOnlyList<Func<JsonNode, JsonNode>> Way, IReadOnlyList<Func<JsonNode, JsonNode>> Around);
}

using System.Text.Json.Nodes;
using CsCheck;

namespace Verditer.ResourceManager.Types.Tests;

/// <summary>Every version of every type, not a selection.</summary>
public sealed class EveryTypeTests
{
    [Fact]
    public void Shapes_All_Decode()
    {
        var file = Catalogs.Shared.File;
        for (var id = 0; id < file.ShapeCount; id++)
        {
            file.Shape(id).Expectation.ShouldNotBeEmpty();
        }
    }

    [Fact]
    public void Validate_EmptyPatch_IsAcceptedByEveryType() =>
        Catalogs.All.Where(version => BodyValidator.Validate(version.Body, [], ValidationMode.Patch).Count > 0).ShouldBeEmpty();

    [Fact]
    public void Validate_EmptyPut_IsAcceptedOrNamesWhatIsMissing() =>
        Catalogs.All.SelectMany(version => BodyValidator.Validate(version.Body, [], ValidationMode.Put))
            .ShouldAllBe(problem => problem.Kind == ValidationProblemKind.Missing && problem.JsonPath != "name" && problem.JsonPath != "id");

    [Fact]
    public void Validate_GeneratedBody_IsAcceptedByEveryType()
    {
        var (generated, all) = (0, 0);
        foreach (var version in Catalogs.All)
        {
            all++;
            if (new BodyGenerator(Random(all)).Body(Body(version)) is { } body)
            {
                generated++;
                BodyValidator.Validate(Body(version), body, ValidationMode.Put)
                    .ShouldBeEmpty($"{version.Type}@{version.ApiVersion} {body.ToJsonString()}");
            }
        }

        generated.ShouldBeGreaterThan(all * 95 / 100);
    }

    [Fact]
    public void Validate_OneWrongKind_IsRefusedWithExactlyThatPath()
    {
        var (seed, mutated) = (0, 0);
        foreach (var version in Catalogs.All)
        {
            var generator = new BodyGenerator(Random(++seed));
            var body = generator.Body(Body(version));
            var places = generator.Places.Where(place => place.Shape is not (AnyShape or UnionShape or NullShape)).ToList();
            if (body is null || places.Count == 0)
            {
                continue;
            }

            var place = places[seed % places.Count];
            place.Replace(Wrong(place.Shape));
            mutated++;
            var problem = BodyValidator.Validate(Body(version), body, ValidationMode.Put)
                .ShouldHaveSingleItem($"{version.Type}@{version.ApiVersion} {place.Path} {body.ToJsonString()}");
            problem.JsonPath.ShouldBe(place.Path);
            problem.Kind.ShouldBe(ValidationProblemKind.WrongKind);
        }

        mutated.ShouldBeGreaterThan(1000);
    }

    [Fact]
    public void Strip_GeneratedBody_IsStillAccepted()
    {
        var seed = 0;
        foreach (var version in Catalogs.All)
        {
            if (new BodyGenerator(Random(++seed)).Body(Body(version)) is not { } body)
            {
                continue;
            }

            var before = body.ToJsonString();
            BodyFilter.StripReadOnly(Body(version), body);
            body.ToJsonString().ShouldBe(before);
            BodyFilter.StripSecrets(Body(version), body);
            BodyValidator.Validate(Body(version), body, ValidationMode.Patch).ShouldBeEmpty();
        }
    }

    [Fact]
    public void Describe_EveryNewestVersion_Ends() =>
        Catalogs.Shared.Namespaces.Where(provider => provider.Name is "Microsoft.ContainerService" or "Microsoft.ManagedIdentity" or "Microsoft.Compute")
            .SelectMany(provider => provider.Types).Select(type => ShapeDescription.Describe(type.Default.Body).Count()).ShouldAllBe(rows => rows >= 4);

    /// <summary>Where each name has a body of its own, the last name's.</summary>
    private static Shape Body(TypeVersion version) =>
        version.Body is DiscriminatedShape { Discriminator: "name" } byName ? version.BodyFor(byName.Values[^1]) : version.Body;

    private static PCG Random(int seed) => new(1, (ulong)seed);

    private static JsonNode Wrong(Shape shape) => shape is ObjectShape or DiscriminatedShape or ArrayShape ? JsonValue.Create("wrong") : new JsonObject();
}

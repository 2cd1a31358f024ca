using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.ResourceManager.Types.Tests;

/// <summary>What the tests share.</summary>
internal static class Catalogs
{
    public static readonly ResourceTypeCatalog Shared = ResourceTypeCatalog.Load();

    public static readonly TypeVersion Aks2022 = Version("Microsoft.ContainerService/managedClusters", "2022-11-01");

    public static IEnumerable<TypeVersion> All => Shared.Namespaces.SelectMany(provider => provider.Types).SelectMany(type => type.Versions);

    public static TypeVersion Version(string type, string apiVersion)
    {
        Shared.TryFind(ResourceType.Parse(type), apiVersion, out var version).ShouldBeTrue($"{type}@{apiVersion}");
        return version!;
    }

    public static JsonObject Body(string json) => Json.ParseObject(System.Text.Encoding.UTF8.GetBytes(json));

    /// <summary>The problems as <c>path: kind</c>.</summary>
    public static string[] Problems(TypeVersion version, string json, ValidationMode mode) =>
        [.. BodyValidator.Validate(version.Body, Body(json), mode).Select(problem => $"{problem.JsonPath}: {problem.Kind}")];
}

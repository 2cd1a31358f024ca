namespace Verditer.Host.Tests;

/// <summary>The names by which coverage-proofs.txt speaks of what is served.</summary>
internal static class CoverageRows
{
    public static string Endpoint(ResourceManager.ArmEndpoint endpoint) => $"{endpoint.Method} {endpoint.Template}";

    public static string Action(string type, string name) => $"POST {type}/{name}";

    /// <summary>Every row that needs a proof.</summary>
    public static IEnumerable<string> Of(Served served) =>
    [
        .. served.Full.Select(h => h.Type.FullName),
        .. served.Endpoints.Select(Endpoint),
        .. served.Actions.Select(a => Action(a.Type, a.Name)),
    ];
}

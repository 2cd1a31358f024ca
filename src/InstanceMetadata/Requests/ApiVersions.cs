namespace Verditer.InstanceMetadata;

/// <summary>The service's api-versions.</summary>
/// <remarks>Source: https://learn.microsoft.com/azure/virtual-machines/instance-metadata-service#supported-api-versions</remarks>
internal static class ApiVersions
{
    /// <summary>All of them, oldest first.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        "2017-03-01", "2017-04-02", "2017-08-01", "2017-10-01", "2017-12-01", "2018-02-01", "2018-04-02", "2018-10-01", "2019-02-01", "2019-03-11",
        "2019-04-30", "2019-06-01", "2019-06-04", "2019-08-01", "2019-08-15", "2019-11-01", "2020-06-01", "2020-07-15", "2020-09-01", "2020-10-01",
        "2020-12-01", "2021-01-01", "2021-02-01", "2021-03-01", "2021-05-01", "2021-08-01", "2021-10-01", "2021-11-01", "2021-11-15", "2021-12-13",
        "2023-07-01", "2023-11-15", "2024-03-15", "2024-07-17", "2025-04-07",
    ];

    /// <summary>Those of a category that came with <paramref name="first"/>.</summary>
    public static IReadOnlyList<string> Since(string first) => [.. All.Where(version => Includes(version, first))];

    /// <summary>True when what came with <paramref name="since"/> is in <paramref name="version"/>.</summary>
    public static bool Includes(string version, string since) => string.CompareOrdinal(since, version) <= 0;
}

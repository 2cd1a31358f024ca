using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Verditer.Authorization;
using Verditer.Core;
using Verditer.Storage;

namespace Verditer.Bench;

/// <summary>The role check alone, in this process: one thread, no HTTP, no tokens.</summary>
internal static class RoleBench
{
    private const int Assignments = 10_000;
    private const int Roles = 400;
    private const int Groups = 10;
    private const int ResourceGroups = 500;
    private const double MostMicroseconds = 20;

    public static async Task RunAsync(Setting setting)
    {
        Report.Title($"Role check alone, {Assignments:N0} assignments, {Roles} roles, a caller in {Groups} groups");
        await MeasureAsync(setting, "spread over 1,000 principals", i => i % 100 < Groups + 1 ? Id(i % 100) : Id(i % 1000));
        await MeasureAsync(setting, "all of them the caller's", _ => Id(0));
    }

    private static async Task MeasureAsync(Setting setting, string what, Func<int, string> principalOf)
    {
        await using var services = new ServiceCollection()
            .AddSingleton<IDocumentStore>(new StoredDocuments([.. Enumerable.Range(0, Assignments).Select(i => Assignment(i, principalOf(i)))]))
            .AddSingleton(TimeProvider.System)
            .AddRoleBasedAccess()
            .BuildServiceProvider();
        await services.GetRequiredService<RoleBasedAccess>().LoadAsync();
        var authorizer = services.GetRequiredService<IAuthorizer>();
        var caller = new Caller("tenant", Id(0), "app", "app", PrincipalKind.ServicePrincipal, [.. Enumerable.Range(1, Groups).Select(Id)], DateTimeOffset.MaxValue);
        var best = await setting.BestAsync(() => Task.FromResult(PerSecond(authorizer, caller, setting.Time)));
        var microseconds = 1_000_000 / best[0];
        Report.Figure(what, microseconds, "µs", $"at most {MostMicroseconds}", microseconds <= MostMicroseconds);
    }

    private static double PerSecond(IAuthorizer authorizer, Caller caller, TimeSpan time)
    {
        string[] actions = ["Microsoft.Network/virtualNetworks/write", "Microsoft.Compute/disks/read", "Microsoft.Nobody/things/action"];
        var scopes = Enumerable.Range(0, ResourceGroups).Select(i => $"{GroupOf(i)}/providers/Microsoft.Network/virtualNetworks/v").ToArray();
        var count = 0;
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < time)
        {
            for (var i = 0; i < 1000; i++, count++)
            {
                authorizer.Check(caller, actions[count % actions.Length], scopes[count % scopes.Length]);
            }
        }

        return count / watch.Elapsed.TotalSeconds;
    }

    private static Document Assignment(int i, string principalId)
    {
        var id = $"{GroupOf(i)}/providers/Microsoft.Authorization/roleAssignments/{Guid.NewGuid()}";
        var body = new JsonObject
        {
            ["id"] = id,
            ["properties"] = new JsonObject { ["principalId"] = principalId, ["roleDefinitionId"] = $"/providers/Microsoft.Authorization/roleDefinitions/{RoleIds[i % Roles]}" },
        };
        return new("resources", id.ToLowerInvariant(), 1, Json.ToBytes(body));
    }

    private static readonly string[] RoleIds = [.. new RoleCatalog().BuiltIn.Where(r => r.Name is not ("Owner" or "Contributor")).Take(Roles).Select(r => r.Id)];

    private static string GroupOf(int i) => $"/subscriptions/00000000-0000-0000-0000-00000000000{i % 3}/resourceGroups/group{i % ResourceGroups}";

    private static string Id(int i) => $"00000000-0000-0000-0001-{i:D12}";
}

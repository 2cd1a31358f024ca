using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Verditer.Core;
using Verditer.Directory;
using Verditer.Host;
using Verditer.ResourceManager;
using Verditer.Storage;

namespace Verditer.Cli.Tests;

public sealed class SubscriptionTests : IAsyncLifetime
{
    private readonly CommandLine _verditer = new();
    private VerditerHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await _verditer.StartHostAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _verditer.Dispose();
    }

    [Fact]
    public async Task Create_AsJson_IsWhatListAndStatusShow()
    {
        (await _verditer.RunAsync("subscription", "create", "Staging", "--rules", "ga", "--output", "json")).ShouldBe(0);
        var made = _verditer.Json();
        made.Select(p => p.Key).ShouldBe(["id", "name", "tenantId", "rules"]);
        made.Text("name").ShouldBe("Staging");
        made.Text("rules").ShouldBe("ga");
        made.Text("tenantId").ShouldBe(_host.Principal.TenantId);
        Guid.TryParse(made.Text("id"), out _).ShouldBeTrue();

        (await _verditer.RunAsync("subscription", "list", "--output", "json")).ShouldBe(0);
        var all = JsonNode.Parse(_verditer.Out)!.AsArray();
        all.Select(s => s.Text("id")).ShouldBe([made.Text("id"), _host.Principal.SubscriptionId]);
        (await _verditer.RunAsync("status", "--output", "json")).ShouldBe(0);
        _verditer.Json()["subscriptions"]!.AsArray().Select(s => s.Text("id")).ShouldContain(made.Text("id"));
    }

    [Fact]
    public async Task Create_WithoutRules_IsPreview_AndTheTextNamesIt()
    {
        (await _verditer.RunAsync("subscription", "create", "Second")).ShouldBe(0);
        _verditer.Out.ShouldMatch("^Second  [0-9a-f-]{36}  rules preview\n$");
        _verditer.Error.ShouldContain("az account list --refresh");
    }

    [Fact]
    public async Task Create_GivesTheBootstrapPrincipalTheOwnerRoleByAnAssignment()
    {
        var id = await CreateAsync("Second");
        var principal = Service<IDirectory>().FindServicePrincipal(_host.Principal.TenantId, _host.Principal.ClientId)!;
        var assignments = await Service<ResourceStore>().ListAsync(ResourceId.Subscription(id), RoleAssignmentDocument.Type);
        assignments.Select(a => (a.Properties.Text("principalId"), a.Properties.Text("roleDefinitionId")))
            .ShouldContain((principal.ObjectId, RoleAssignmentDocument.BuiltIn(id, SubscriptionService.OwnerRole)));
        var caller = new Caller(principal.TenantId, principal.ObjectId, principal.AppId, "", principal.Kind, [], DateTimeOffset.MaxValue);
        Service<IAuthorizer>().HoldsRoleWithin(caller, ResourceId.Subscription(id).Key).ShouldBeTrue();
    }

    [Fact]
    public async Task Create_HasNoFeaturesOrRegistrationsOfTheFirst()
    {
        var index = Service<SubscriptionIndex>();
        var first = _host.Principal.SubscriptionId;
        await Service<IDocumentStore>().CommitAsync(new WriteBatch()
            .Put(SubscriptionIndex.Features, SubscriptionIndex.FeatureKey(first, "Microsoft.ContainerService", "MSIPreview"), """
                {"namespace":"Microsoft.ContainerService","name":"MSIPreview","status":"Registered","registeredAt":"2020-01-01T00:00:00Z"}
                """u8.ToArray())
            .Put(SubscriptionIndex.Registrations, SubscriptionIndex.RegistrationKey(first, "Microsoft.KeyVault"), """
                {"namespace":"Microsoft.KeyVault","state":"Registered","begun":"2020-01-01T00:00:00Z","pendingSince":null}
                """u8.ToArray()));
        var second = await CreateAsync("Second");
        index.IsInEffect(first, "Microsoft.ContainerService", "MSIPreview").ShouldBeTrue();
        index.FindFeature(second, "Microsoft.ContainerService", "MSIPreview").Status.ShouldBe(FeatureStatus.NotRegistered);
        index.FindRegistration(second, "Microsoft.KeyVault").Serves.ShouldBeFalse();
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("   ", "empty")]
    [InlineData("long", "at most 64 characters; this one has 65")]
    [InlineData("a\nb", "control characters")]
    public async Task Create_WithABadName_IsRefusedAndMakesNone(string name, string reason)
    {
        (await _verditer.RunAsync("subscription", "create", name == "long" ? new string('n', 65) : name)).ShouldBe(1);
        _verditer.Error.ShouldContain(reason);
        Service<SubscriptionIndex>().All().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Create_InATenantThatIsNotThere_OrThatDoesNotKnowTheOwner_IsRefused()
    {
        (await _verditer.RunAsync("subscription", "create", "Second", "--tenant", "nowhere")).ShouldBe(1);
        _verditer.Error.ShouldContain("no tenant 'nowhere'");
        _verditer.Error.ShouldContain(_host.Principal.TenantId);
        var other = await Service<IDirectoryAdministration>().CreateTenantAsync("Other", "other.example");
        (await _verditer.RunAsync("subscription", "create", "Second", "--tenant", other.Id)).ShouldBe(1);
        _verditer.Error.ShouldContain("is not in tenant");
        (await _verditer.RunAsync("subscription", "create", "Second", "--tenant", _host.Principal.TenantId)).ShouldBe(0);
    }

    [Theory]
    [InlineData("subscription create x --rules later")]
    [InlineData("subscription rules x later")]
    public async Task Rules_OfAnotherWord_AreRefused(string command) =>
        (await _verditer.RunAsync(command.Split(' '))).ShouldBe(1);

    [Fact]
    public async Task Rules_ByIdOrName_AreShownAndChanged_AndStayAfterARestart()
    {
        var id = await CreateAsync("Second");
        (await _verditer.RunAsync("subscription", "rules", "second", "ga", "--output", "json")).ShouldBe(0);
        _verditer.Json().Text("rules").ShouldBe("ga");
        await _host.DisposeAsync();
        _host = await _verditer.StartHostAsync();
        (await _verditer.RunAsync("subscription", "rules", id, "--output", "json")).ShouldBe(0);
        _verditer.Json().Text("rules").ShouldBe("ga");
    }

    [Fact]
    public async Task Rules_OfASubscriptionWithClusters_StayAsTheyAre()
    {
        var id = await CreateAsync("Second");
        var cluster = ResourceId.Group(id, "rg").Provider(ResourceType.Parse("Microsoft.ContainerService/managedClusters"), "blue");
        await Service<IDocumentStore>().CommitAsync(new WriteBatch().Put(
            StoredResource.Collection, cluster.Key, Json.ToBytes(new JsonObject { ["id"] = cluster.Text, ["name"] = "blue" })));
        (await _verditer.RunAsync("subscription", "rules", id, "ga")).ShouldBe(1);
        _verditer.Error.ShouldContain("blue");
        (await _verditer.RunAsync("subscription", "rules", id, "preview")).ShouldBe(0);
        Service<SubscriptionIndex>().Find(id)!.Rules.ShouldBe(RuleSet.Preview);
    }

    [Fact]
    public async Task Rules_OfAnUnknownOrAmbiguousName_NameTheWayOn()
    {
        (await _verditer.RunAsync("subscription", "rules", Guid.NewGuid().ToString())).ShouldBe(1);
        _verditer.Error.ShouldContain("verditer subscription list");
        var (one, two) = (await CreateAsync("Twin"), await CreateAsync("Twin"));
        (await _verditer.RunAsync("subscription", "rules", "Twin")).ShouldBe(1);
        _verditer.Error.ShouldContain(one);
        _verditer.Error.ShouldContain(two);
    }

    private T Service<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    private async Task<string> CreateAsync(string name)
    {
        (await _verditer.RunAsync("subscription", "create", name, "--output", "json")).ShouldBe(0);
        return _verditer.Json().Text("id")!;
    }
}

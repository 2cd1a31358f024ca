using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Verditer.Core;
using Verditer.Directory;
using Verditer.ResourceManager;
using Verditer.Storage;

namespace Verditer.Cli.Tests;

public sealed class SubscriptionTests : RunningTest
{
    [Fact]
    public async Task Create_AsJson_IsWhatListAndStatusShow()
    {
        (await Verditer.RunAsync("subscription", "create", "Staging", "--rules", "ga", "--output", "json")).ShouldBe(0);
        var made = Verditer.Json();
        made.Select(p => p.Key).ShouldBe(["id", "name", "tenantId", "rules"]);
        made.Text("name").ShouldBe("Staging");
        made.Text("rules").ShouldBe("ga");
        made.Text("tenantId").ShouldBe(Host.Principal.TenantId);
        Guid.TryParse(made.Text("id"), out _).ShouldBeTrue();

        (await Verditer.RunAsync("subscription", "list", "--output", "json")).ShouldBe(0);
        var all = JsonNode.Parse(Verditer.Out)!.AsArray();
        all.Select(s => s.Text("id")).ShouldBe([made.Text("id"), Host.Principal.SubscriptionId]);
        (await Verditer.RunAsync("status", "--output", "json")).ShouldBe(0);
        Verditer.Json()["subscriptions"]!.AsArray().Select(s => s.Text("id")).ShouldContain(made.Text("id"));
    }

    [Fact]
    public async Task Create_WithoutRules_IsPreview_AndTheTextNamesIt()
    {
        (await Verditer.RunAsync("subscription", "create", "Second")).ShouldBe(0);
        Verditer.Out.ShouldMatch("^Second  [0-9a-f-]{36}  rules preview\n$");
        Verditer.Error.ShouldContain("az account list --refresh");
    }

    [Fact]
    public async Task Create_GivesTheBootstrapPrincipalTheOwnerRoleByAnAssignment()
    {
        var id = await CreateAsync("Second");
        var principal = Service<IDirectory>().FindServicePrincipal(Host.Principal.TenantId, Host.Principal.ClientId)!;
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
        var first = Host.Principal.SubscriptionId;
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
        (await Verditer.RunAsync("subscription", "create", name == "long" ? new string('n', 65) : name)).ShouldBe(1);
        Verditer.Error.ShouldContain(reason);
        Service<SubscriptionIndex>().All().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Create_InATenantThatIsNotThere_OrThatDoesNotKnowTheOwner_IsRefused()
    {
        (await Verditer.RunAsync("subscription", "create", "Second", "--tenant", "nowhere")).ShouldBe(1);
        Verditer.Error.ShouldContain("no tenant 'nowhere'");
        Verditer.Error.ShouldContain(Host.Principal.TenantId);
        var other = await Service<IDirectoryAdministration>().CreateTenantAsync("Other", "other.example");
        (await Verditer.RunAsync("subscription", "create", "Second", "--tenant", other.Id)).ShouldBe(1);
        Verditer.Error.ShouldContain("is not in tenant");
        (await Verditer.RunAsync("subscription", "create", "Second", "--tenant", Host.Principal.TenantId)).ShouldBe(0);
    }

    [Theory]
    [InlineData("subscription create x --rules later")]
    [InlineData("subscription rules x later")]
    public async Task Rules_OfAnotherWord_AreRefused(string command) =>
        (await Verditer.RunAsync(command.Split(' '))).ShouldBe(1);

    [Fact]
    public async Task Rules_ByIdOrName_AreShownAndChanged_AndStayAfterARestart()
    {
        var id = await CreateAsync("Second");
        (await Verditer.RunAsync("subscription", "rules", "second", "ga", "--output", "json")).ShouldBe(0);
        Verditer.Json().Text("rules").ShouldBe("ga");
        await Host.DisposeAsync();
        Host = await Verditer.StartHostAsync();
        (await Verditer.RunAsync("subscription", "rules", id, "--output", "json")).ShouldBe(0);
        Verditer.Json().Text("rules").ShouldBe("ga");
    }

    [Fact]
    public async Task Rules_OfASubscriptionWithClusters_StayAsTheyAre()
    {
        var id = await CreateAsync("Second");
        var cluster = ResourceId.Group(id, "rg").Provider(ResourceType.Parse("Microsoft.ContainerService/managedClusters"), "blue");
        await Service<IDocumentStore>().CommitAsync(new WriteBatch().Put(
            StoredResource.Collection, cluster.Key, Json.ToBytes(new JsonObject { ["id"] = cluster.Text, ["name"] = "blue" })));
        (await Verditer.RunAsync("subscription", "rules", id, "ga")).ShouldBe(1);
        Verditer.Error.ShouldContain("blue");
        (await Verditer.RunAsync("subscription", "rules", id, "preview")).ShouldBe(0);
        Service<SubscriptionIndex>().Find(id)!.Rules.ShouldBe(RuleSet.Preview);
    }

    [Fact]
    public async Task Rules_OfAnUnknownOrAmbiguousName_NameTheWayOn()
    {
        (await Verditer.RunAsync("subscription", "rules", Guid.NewGuid().ToString())).ShouldBe(1);
        Verditer.Error.ShouldContain("verditer subscription list");
        var (one, two) = (await CreateAsync("Twin"), await CreateAsync("Twin"));
        (await Verditer.RunAsync("subscription", "rules", "Twin")).ShouldBe(1);
        Verditer.Error.ShouldContain(one);
        Verditer.Error.ShouldContain(two);
    }

    private T Service<T>()
        where T : notnull => Host.Services.GetRequiredService<T>();

    private async Task<string> CreateAsync(string name)
    {
        (await Verditer.RunAsync("subscription", "create", name, "--output", "json")).ShouldBe(0);
        return Verditer.Json().Text("id")!;
    }
}

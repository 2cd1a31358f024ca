using Verditer.ResourceManager.Testing;

namespace Verditer.ResourceManager.Tests;

public sealed class AuthorizationRuleTests : CloudTest
{
    protected override TestCloudOptions Options => TestProvider.Options;

    private const string RouteTables = "/providers/Microsoft.Network/routeTables";

    [Fact]
    public async Task Refusal_OfACallerWithoutARole_HasAzuresText()
    {
        var stranger = await Cloud.AddPrincipalAsync();
        var scope = $"{Cloud.Subscription}/resourceGroups/rg1";

        (await Cloud.GetAsync(scope, stranger)).ShouldBeRefused(403, "AuthorizationFailed",
            $"The client '{stranger.ClientId}' with object id '{stranger.ObjectId}' does not have authorization to perform action 'Microsoft.Resources/subscriptions/resourceGroups/read' over scope '{scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.");
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    public async Task Refusal_OfACallerWithoutARole_IsTheSameWhetherTheResourceExistsOrNot(string method)
    {
        var group = await Cloud.AddGroupAsync();
        await Cloud.MakeAsync($"{group}{RouteTables}/t", """{"location":"westus2"}""");
        var stranger = await Cloud.AddPrincipalAsync();

        var there = await Cloud.SendAsync(method, $"{group}{RouteTables}/t", "{", stranger);
        var missing = await Cloud.SendAsync(method, $"{group}{RouteTables}/u", "{", stranger);
        var noGroup = await Cloud.SendAsync(method, $"{group}9{RouteTables}/t", "{", stranger);

        there.ShouldBeRefused(403, "AuthorizationFailed");
        missing.Message.Replace("/u'", "/t'").ShouldBe(there.Message);
        noGroup.Message.Replace("rg19", "rg1").ShouldBe(there.Message);
    }

    [Theory]
    [InlineData("Reader", "GET", 200)]
    [InlineData("Reader", "PUT", 403)]
    [InlineData("Reader", "DELETE", 403)]
    [InlineData("Network Contributor", "PUT", 200)]
    [InlineData("Network Contributor", "DELETE", 200)]
    [InlineData("User Access Administrator", "GET", 200)]
    [InlineData("User Access Administrator", "PUT", 403)]
    [InlineData("AcrPull", "GET", 403)]
    public async Task Request_OfACallerWithARole_IsAnsweredAsTheRoleSays(string role, string method, int status)
    {
        var group = await Cloud.AddGroupAsync();
        await Cloud.MakeAsync($"{group}{RouteTables}/t", """{"location":"westus2"}""");
        var caller = await Cloud.AddPrincipalWithRoleAsync(role, group);

        (await Cloud.SendAsync(method, $"{group}{RouteTables}/t", method == "PUT" ? """{"location":"westus2"}""" : null, caller)).ShouldBe(status);
    }

    [Fact]
    public async Task Role_GivenToAGroupOfPrincipals_IsItsMembers()
    {
        var group = await Cloud.AddGroupAsync();
        var member = await Cloud.AddPrincipalAsync();
        (await Cloud.GetAsync(group, member)).ShouldBe(403);
        var team = await Cloud.AddGroupOfPrincipalsAsync(member.ObjectId);

        await Cloud.AssignAsync(team, "Reader", group);

        (await Cloud.GetAsync(group, member)).ShouldBe(200);
    }

    [Fact]
    public async Task Role_OnOneGroup_OpensNoGroupWhoseNameBeginsTheSame()
    {
        var group = await Cloud.AddGroupAsync("rg1");
        var other = await Cloud.AddGroupAsync("rg10");
        var reader = await Cloud.AddPrincipalWithRoleAsync("Reader", group);

        (await Cloud.GetAsync(group, reader)).ShouldBe(200);
        (await Cloud.GetAsync(other, reader)).ShouldBe(403);
    }

    [Fact]
    public async Task Role_TakenAway_IsGoneAtOnce()
    {
        var group = await Cloud.AddGroupAsync();
        var caller = await Cloud.AddPrincipalAsync();
        var assignment = await Cloud.AssignAsync(caller.ObjectId, "Reader", group);
        (await Cloud.GetAsync(group, caller)).ShouldBe(200);

        (await Cloud.DeleteAsync(assignment.Text("id")!)).ShouldBe(200);

        (await Cloud.GetAsync(group, caller)).ShouldBe(403);
    }

    [Fact]
    public async Task List_OfASubscription_ShowsACallerWithARoleBelowWhatItMayRead()
    {
        var (one, two) = (await Cloud.AddGroupAsync("one"), await Cloud.AddGroupAsync("two"));
        await Cloud.MakeAsync($"{one}{RouteTables}/a", """{"location":"westus2"}""");
        await Cloud.MakeAsync($"{two}{RouteTables}/b", """{"location":"westus2"}""");
        var reader = await Cloud.AddPrincipalWithRoleAsync("Reader", one);

        (await Cloud.GetAsync($"{Cloud.Subscription}/resourceGroups", reader)).ShouldBe(200).Names.ShouldBe(["one"]);
        (await Cloud.GetAsync($"{Cloud.Subscription}{RouteTables}", reader)).ShouldBe(200).Names.ShouldBe(["a"]);
        (await Cloud.GetAsync($"{Cloud.Subscription}/resources", reader)).ShouldBe(200).Names.ShouldBe(["a"]);
        (await Cloud.GetAsync($"{two}/resources", reader)).ShouldBe(403);
        (await Cloud.GetAsync($"{Cloud.Subscription}/resourceGroups", await Cloud.AddPrincipalAsync())).ShouldBe(403);
    }

    [Fact]
    public async Task Put_ThatRefersToWhatTheCallerMayNotUse_IsRefused()
    {
        var (own, shared) = (await Cloud.AddGroupAsync("own"), await Cloud.AddGroupAsync("shared"));
        var table = $"{shared}{RouteTables}/t";
        await Cloud.MakeAsync(table, """{"location":"westus2"}""");
        var caller = await Cloud.AddPrincipalWithRoleAsync("Network Contributor", own);
        var network = $"{own}/providers/Microsoft.Network/virtualNetworks/v";

        var refused = await Cloud.PutAsync(network, Network(table), caller);

        refused.ShouldBeRefused(403, "LinkedAuthorizationFailed",
            $"The client '{caller.ClientId}' with object id '{caller.ObjectId}' has permission to perform action 'Microsoft.Network/virtualNetworks/write' on scope '{network}'; however, it does not have permission to perform action 'Microsoft.Network/routeTables/join/action' on the linked scope(s) '{table}' or the linked scope(s) are invalid.");
        await Cloud.AssignAsync(caller.ObjectId, "Network Contributor", table);
        (await Cloud.PutAsync(network, Network(table), caller)).ShouldBe(201);
    }

    [Theory]
    [InlineData("routeTable", "RouteTable")]
    [InlineData("\"id\"", "\"ID\"")]
    [InlineData("properties", "Properties")]
    [InlineData("subnets", "SUBNETS")]
    public async Task Put_ThatSpellsAReferenceInAnotherCase_IsRefusedAllTheSame(string name, string spelling)
    {
        var (own, shared) = (await Cloud.AddGroupAsync("own"), await Cloud.AddGroupAsync("shared"));
        var table = $"{shared}{RouteTables}/t";
        await Cloud.MakeAsync(table, """{"location":"westus2"}""");
        var caller = await Cloud.AddPrincipalWithRoleAsync("Network Contributor", own);

        (await Cloud.PutAsync($"{own}/providers/Microsoft.Network/virtualNetworks/v", Network("TABLE").Replace(name, spelling).Replace("TABLE", table), caller))
            .ShouldBeRefused(403, "LinkedAuthorizationFailed");
    }

    [Fact]
    public async Task Put_ThatRepeatsAReference_IsNotAskedAgain()
    {
        var (own, shared) = (await Cloud.AddGroupAsync("own"), await Cloud.AddGroupAsync("shared"));
        var table = $"{shared}{RouteTables}/t";
        await Cloud.MakeAsync(table, """{"location":"westus2"}""");
        var network = $"{own}/providers/Microsoft.Network/virtualNetworks/v";
        await Cloud.MakeAsync(network, Network(table));
        var caller = await Cloud.AddPrincipalWithRoleAsync("Network Contributor", own);

        (await Cloud.PutAsync(network, Network(table), caller)).ShouldBe(200);
    }

    [Fact]
    public async Task Put_OfAChildThatLivesInItsParent_AsksForTheSameRights()
    {
        var (own, shared) = (await Cloud.AddGroupAsync("own"), await Cloud.AddGroupAsync("shared"));
        var table = $"{shared}{RouteTables}/t";
        await Cloud.MakeAsync(table, """{"location":"westus2"}""");
        var network = $"{own}/providers/Microsoft.Network/virtualNetworks/v";
        await Cloud.MakeAsync(network, """{"location":"westus2","properties":{"addressSpace":{"addressPrefixes":["10.0.0.0/16"]}}}""");
        var caller = await Cloud.AddPrincipalWithRoleAsync("Network Contributor", own);

        (await Cloud.PutAsync($"{network}/subnets/s", """{"properties":{"addressPrefix":"10.0.0.0/24","routeTable":{"id":"TABLE"}}}""".Replace("TABLE", table), caller))
            .ShouldBeRefused(403, "LinkedAuthorizationFailed");
    }

    [Fact]
    public async Task Put_WithAnIdentityThatTheCallerMayNotAssign_IsRefused()
    {
        var (own, shared) = (await Cloud.AddGroupAsync("own"), await Cloud.AddGroupAsync("shared"));
        var identity = $"{shared}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/who";
        await Cloud.MakeAsync(identity, """{"location":"westus2"}""");
        var caller = await Cloud.AddPrincipalWithRoleAsync("Contributor", own);
        var set = $"{own}/providers/Microsoft.Compute/virtualMachineScaleSets/s";
        var body = """{"location":"westus2","identity":{"type":"UserAssigned","userAssignedIdentities":{"IDENTITY":{}}}}""".Replace("IDENTITY", identity);

        (await Cloud.PutAsync(set, body, caller)).ShouldBeRefused(403, "LinkedAuthorizationFailed")
            .Message.ShouldContain("'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action'");
        await Cloud.AssignAsync(caller.ObjectId, "Managed Identity Operator", identity);
        (await Cloud.PutAsync(set, body, caller)).ShouldBe(201);
    }

    [Theory]
    [InlineData("?api-version=1")]
    [InlineData("#x")]
    public async Task Put_WithAReferenceThatEndsAsAPath_IsRefused(string end)
    {
        var group = await Cloud.AddGroupAsync();

        (await Cloud.PutAsync($"{group}/providers/Microsoft.Network/virtualNetworks/v", Network($"{group}{RouteTables}/t{end}")))
            .ShouldBeRefused(400, "LinkedInvalidPropertyId");
    }

    [Fact]
    public async Task Put_WithAReferenceThatIsNoId_IsRefused()
    {
        var group = await Cloud.AddGroupAsync();

        (await Cloud.PutAsync($"{group}/providers/Microsoft.Network/virtualNetworks/v", Network("table"))).ShouldBeRefused(400, "LinkedInvalidPropertyId",
            "Property id 'table' at path 'properties.subnets.*.properties.routeTable.id' is invalid. Expect fully qualified resource Id that start with '/subscriptions/{subscriptionId}' or '/providers/{resourceProviderNamespace}/'.");
    }

    [Fact]
    public async Task Endpoint_BelowAResource_IsOpenToARoleOnThatResourceAlone()
    {
        var group = await Cloud.AddGroupAsync();
        await Cloud.PostAsync($"{Cloud.Subscription}/providers/{TestProvider.Name}/register");
        await Cloud.RunOperationsAsync();
        var clusters = $"{group}/providers/{TestProvider.Name}/clusters";
        await Cloud.MakeAsync($"{clusters}/c", """{"location":"westus2"}""");
        await Cloud.MakeAsync($"{clusters}/d", """{"location":"westus2"}""");
        var reader = await Cloud.AddPrincipalWithRoleAsync("Reader", $"{clusters}/c");
        var ofGroup = await Cloud.AddPrincipalWithRoleAsync("Reader", group);

        (await Cloud.GetAsync($"{clusters}/c/upgradeProfiles/default?api-version=2025-02-01", reader)).ShouldBe(200).Text("cluster").ShouldBe("c");
        (await Cloud.GetAsync($"{clusters}/d/upgradeProfiles/default?api-version=2025-02-01", ofGroup)).ShouldBe(200);
        (await Cloud.GetAsync($"{clusters}/d%3Fe/upgradeProfiles/default?api-version=2025-02-01")).ShouldBeRefused(400, "InvalidResourceName");
        (await Cloud.GetAsync($"{clusters}/d/upgradeProfiles/default?api-version=2025-02-01", reader)).ShouldBeRefused(403, "AuthorizationFailed",
            $"The client '{reader.ClientId}' with object id '{reader.ObjectId}' does not have authorization to perform action '{TestProvider.Name}/clusters/upgradeProfiles/read' over scope '{clusters}/d' or the scope is invalid. If access was recently granted, please refresh your credentials.");
    }

    private static string Network(string table) =>
        """{"location":"westus2","properties":{"addressSpace":{"addressPrefixes":["10.0.0.0/16"]},"subnets":[{"name":"s","properties":{"addressPrefix":"10.0.0.0/24","routeTable":{"id":"TABLE"}}}]}}"""
            .Replace("TABLE", table);
}

using Verditer.Core;
using Verditer.ResourceManager.Testing;

namespace Verditer.Providers.Authorization.Tests;

/// <summary>The explainer with the real directory and what requests have made.</summary>
public sealed class ExplanationTests : CloudTest
{
    private const string Write = "Microsoft.Network/routeTables/write";

    private string _group = null!;
    private TestPrincipal _ada = null!;

    private IAccessExplainer Explainer => Cloud.Get<IAccessExplainer>();

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _group = await Cloud.AddGroupAsync();
        _ada = await Cloud.AddPrincipalAsync();
    }

    [Fact]
    public async Task Explain_OfARoleGivenToTheClientId_NamesTheMistake()
    {
        var body = """{"properties":{"roleDefinitionId":"ROLE","principalId":"CLIENT","principalType":"ServicePrincipal"}}"""
            .Replace("ROLE", Cloud.RoleId("Network Contributor")).Replace("CLIENT", _ada.ClientId);
        (await Cloud.PutAsync(Cloud.AssignmentId(_group), body)).ShouldBe(201);
        (await Cloud.GetAsync(_group, _ada)).ShouldBe(403);

        var explanation = Explainer.Explain(new(Cloud.TenantId, _ada.ObjectId, _ada.ClientId), Write, _group);

        (explanation.Allowed, explanation.Assignments.ShouldHaveSingleItem().Verdict).ShouldBe((false, AssignmentVerdict.NamesClientId));
    }

    [Fact]
    public async Task WhoCan_ThroughNestedGroups_ListsEveryMember()
    {
        var inner = await Cloud.AddGroupOfPrincipalsAsync(_ada.ObjectId);
        var outer = await Cloud.AddGroupOfPrincipalsAsync(inner);
        await Cloud.AssignAsync(outer, "Network Contributor", _group);

        var holder = Explainer.WhoCan(Cloud.TenantId, Write, _group).Single(h => h.PrincipalId == outer);
        var explanation = Explainer.Explain(new(Cloud.TenantId, _ada.ObjectId), Write, _group);

        (holder.Kind, holder.RoleName, holder.Members.Single()).ShouldBe((PrincipalKind.Group, "Network Contributor", _ada.ObjectId));
        (explanation.Allowed, explanation.DecidedBy).ShouldBe((true, holder.RoleAssignmentId));
        Explainer.RolesOf(new(Cloud.TenantId, _ada.ObjectId)).ShouldHaveSingleItem().ThroughGroup.ShouldBe(outer);
    }

    [Fact]
    public void LeastPrivilege_OfJoiningASubnet_HasNetworkContributorBeforeContributor()
    {
        var names = Explainer.LeastPrivilege("Microsoft.Network/virtualNetworks/subnets/join/action").Select(r => r.Name).ToList();

        names.ShouldContain("Network Contributor");
        names.IndexOf("Network Contributor").ShouldBeLessThan(names.IndexOf("Contributor"));
        names.IndexOf("Contributor").ShouldBeLessThan(names.IndexOf("Owner"));
    }
}

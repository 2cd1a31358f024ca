using CsCheck;
using Verditer.Core;

namespace Verditer.Authorization.Tests;

/// <summary>Roles read documents of their own types and no others, however ids are nested.</summary>
public sealed class IndexedKeyTests
{
    private const string Assignment = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Authorization/roleAssignments/b24988ac-6180-42a0-ab88-20f7382dd24c";

    private static readonly Gen<string> Name = Of("x", "providers", "roleAssignments", "locks", "subscriptions", "Microsoft.Authorization", "b24988ac-6180-42a0-ab88-20f7382dd24c");

    private static readonly Gen<ResourceId> Start = Of("/", "/subscriptions/s", "/subscriptions/s/resourceGroups/rg").Select(ResourceId.Parse);

    private static readonly Gen<Func<ResourceId, ResourceId>> Step = Gen.OneOf(
        Gen.Select(
            Of("Microsoft.Authorization/roleAssignments", "Microsoft.Authorization/roleDefinitions", "Microsoft.Authorization/denyAssignments",
                "Microsoft.Management/managementGroups", "Microsoft.Network/ipGroups", "Contoso.Authorization/roleAssignments"),
            Name, (type, name) => (Func<ResourceId, ResourceId>)(id => id.Provider(ResourceType.Parse(type), name))),
        Gen.Select(
            Of("roleAssignments", "roleDefinitions", "denyAssignments", "managementGroups", "subscriptions", "settings"), Name,
            (type, name) => (Func<ResourceId, ResourceId>)(id => id.IsExtension || id.Type.IsChild && id.Type != ResourceType.ResourceGroup ? id.Child(type, name) : id)));

    private static readonly Gen<ResourceId> Ids = Gen.Select(Start, Step.Array[1, 4], (start, steps) => steps.Aggregate(start, (id, step) => step(id)));

    [Fact]
    public void Index_OfAnyId_TakesWhatIsOfItsVeryType() => Ids.Sample(id =>
    {
        RoleAssignment.IsKey(id.Key).ShouldBe(Is(id, "Microsoft.Authorization/roleAssignments"), id.Text);
        RoleCatalog.IsKey(id.Key).ShouldBe(Is(id, "Microsoft.Authorization/roleDefinitions"), id.Text);
        DenyAssignment.IsKey(id.Key).ShouldBe(Is(id, "Microsoft.Authorization/denyAssignments"), id.Text);
        var group = Is(id, "Microsoft.Management/managementGroups/subscriptions") ? id.Parent! : id;
        ManagementGroupIndex.IsKey(id.Key).ShouldBe(group.Type == ResourceType.ManagementGroup && group.Parent!.Type == ResourceType.Tenant, id.Text);
    }, iter: 5000);

    [Theory]
    [InlineData(Assignment + "/providers/Microsoft.Network/ipGroups/x")]
    [InlineData(Assignment + "/children/x")]
    [InlineData("/subscriptions/s/resourceGroups/rg/providers/Contoso.Authorization/roleAssignments/x")]
    public void Index_OfWhatStandsOnAnAssignment_LeavesIt(string id) => RoleAssignment.IsKey(id.ToLowerInvariant()).ShouldBeFalse();

    [Fact]
    public void Index_OfAnAssignment_TakesIt() => RoleAssignment.IsKey(Assignment.ToLowerInvariant()).ShouldBeTrue();

    private static bool Is(ResourceId id, string type) => id.Type == ResourceType.Parse(type);

    private static Gen<string> Of(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}

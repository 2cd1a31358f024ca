namespace Verditer.Core.Tests;

public sealed class ResourceIdTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/subscriptions/s")]
    [InlineData("/subscriptions/s/resourceGroups/g")]
    [InlineData("/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/n")]
    [InlineData("/providers/Microsoft.Management/managementGroups/m")]
    [InlineData("/subscriptions/s/resourceGroups/g/providers/A.B/c/d/providers/Microsoft.Authorization/roleAssignments/r")]
    public void Text_OfAParsedId_IsTheText(string text) => ResourceId.Parse(text).Text.ShouldBe(text);

    [Theory]
    [InlineData("")]
    [InlineData("subscriptions/s")]
    [InlineData("/subscriptions")]
    [InlineData("/subscriptions/s/resourceGroups")]
    [InlineData("/subscriptions//resourceGroups/g")]
    [InlineData("/subscriptions/s/resourceGroups/g/providers/A.B/c")]
    [InlineData("/subscriptions/s/unknown/x")]
    public void TryParse_OfAMalformedId_IsFalse(string text) => ResourceId.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void Parse_OfAChild_KnowsTypeParentAndGroup()
    {
        var id = ResourceId.Parse("/SUBSCRIPTIONS/s/resourcegroups/G/providers/Microsoft.Network/virtualNetworks/v/subnets/n");

        id.Type.ShouldBe(new ResourceType("microsoft.network", "virtualnetworks/subnets"));
        id.Parent!.Name.ShouldBe("v");
        id.ResourceGroup.ShouldBe("G");
        id.ShouldBe(ResourceId.Group("s", "g").Provider(new("Microsoft.Network", "virtualNetworks"), "v").Child("subnets", "n"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a/b")]
    [InlineData("a?b")]
    [InlineData("a#b")]
    public void Compose_ByWhatIsNoName_Throws(string name)
    {
        var group = ResourceId.Group("s", "g");
        var network = group.Provider(new("Microsoft.Network", "virtualNetworks"), "v");

        Should.Throw<ArgumentException>(() => ResourceId.Group("s", name));
        Should.Throw<ArgumentException>(() => ResourceId.Group(name, "g"));
        Should.Throw<ArgumentException>(() => group.Provider(new("Microsoft.Network", "virtualNetworks"), name));
        Should.Throw<ArgumentException>(() => network.Child("subnets", name));
    }

    [Fact]
    public void WithTypes_OfAnId_KeepsItsNames() =>
        ResourceId.Parse("/subscriptions/s/resourceGroups/g/providers/a.b/c/D?/e/F").WithTypes(type => new(type.Namespace.ToUpperInvariant(), type.Path)).Text
            .ShouldBe("/subscriptions/s/resourceGroups/g/providers/A.B/c/D?/e/F");

    [Theory]
    [InlineData("/subscriptions/s/resourcegroups/rg1", "/subscriptions/s/resourcegroups/rg1/providers/a/b/c", true)]
    [InlineData("/subscriptions/s/resourcegroups/rg1", "/subscriptions/s/resourcegroups/rg10", false)]
    [InlineData("/", "/subscriptions/s", true)]
    [InlineData("/subscriptions/s", "/", false)]
    public void Contains_ComparesWholeSegments(string outer, string inner, bool expected) =>
        Scope.Contains(outer, inner).ShouldBe(expected);
}

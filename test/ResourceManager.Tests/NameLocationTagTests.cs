using System.Text.Json.Nodes;
using Verditer.ResourceManager.Testing;

namespace Verditer.ResourceManager.Tests;

public sealed class NameLocationTagTests : CloudTest
{
    private string _group = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _group = await Cloud.AddGroupAsync();
    }

    [Theory]
    [InlineData("a b", " ")]
    [InlineData("a#b!", "#!")]
    [InlineData("abc\n", "\n")]
    [InlineData("\"\"", "\"")]
    public async Task Group_WithCharactersThatAreNotAllowed_NamesThem(string name, string characters) =>
        (await Cloud.PutAsync($"{Cloud.Subscription}/resourceGroups/{Uri.EscapeDataString(name)}", """{"location":"westus2"}""")).ShouldBeRefused(400, "InvalidResourceGroup",
            $"The provided resource group name '{name}' has these invalid characters: '{characters}'. The name can only be a letter, digit, '-', '.', '(', ')' or '_'.");

    [Theory]
    [InlineData(90, 201)]
    [InlineData(91, 400)]
    public async Task Group_OfALongName_IsAcceptedUpTo90Characters(int length, int status) =>
        (await Cloud.PutAsync($"{Cloud.Subscription}/resourceGroups/{new string('a', length)}", """{"location":"westus2"}""")).ShouldBe(status);

    [Theory]
    [InlineData("ends.", 400)]
    [InlineData("a.b(c)-d_e", 201)]
    [InlineData("größe", 201)]
    public async Task Group_OfAName_FollowsAzuresRule(string name, int status) =>
        (await Cloud.PutAsync($"{Cloud.Subscription}/resourceGroups/{name}", """{"location":"westus2"}""")).ShouldBe(status);

    [Theory]
    [InlineData("x<y")]
    [InlineData("x?y")]
    [InlineData("x#y")]
    [InlineData("x&y")]
    [InlineData("x:y")]
    [InlineData("x\n")]
    [InlineData("x ")]
    [InlineData("x.")]
    public async Task Resource_WithCharactersThatAreReserved_IsRefused(string name) =>
        (await Cloud.PutAsync($"{_group}/providers/Microsoft.Network/routeTables/{Uri.EscapeDataString(name)}", """{"location":"westus2"}"""))
            .ShouldBeRefused(400, "InvalidResourceName");

    [Theory]
    [InlineData(260, 201)]
    [InlineData(261, 400)]
    public async Task Resource_OfALongName_IsAcceptedUpTo260Characters(int length, int status) =>
        (await Cloud.PutAsync($"{_group}/providers/Microsoft.Compute/availabilitySets/{new string('a', length)}", """{"location":"westus2"}""")).ShouldBe(status);

    [Theory]
    [InlineData("mars")]
    [InlineData("")]
    public async Task Location_ThatIsUnknown_IsRefused(string location)
    {
        var body = """{"location":"LOCATION"}""".Replace("LOCATION", location);

        (await Cloud.PutAsync($"{_group}/providers/Microsoft.Network/routeTables/t", body)).ShouldBeRefused(400, "LocationNotAvailableForResourceType")
            .Message.ShouldStartWith($"The provided location '{location}' is not available for resource type 'Microsoft.Network/routeTables'. List of available regions for the resource type is '");
        (await Cloud.PutAsync(_group + "2", body)).ShouldBeRefused(400, "LocationNotAvailableForResourceGroup")
            .Message.ShouldStartWith($"The provided location '{location}' is not available for resource group. List of available regions is '");
    }

    [Fact]
    public async Task Location_ThatIsMissing_IsRefused()
    {
        const string Text = "The location property is required for this definition.";

        (await Cloud.PutAsync($"{_group}/providers/Microsoft.Network/routeTables/t", "{}")).ShouldBeRefused(400, "LocationRequired", Text);
        (await Cloud.PutAsync(_group + "2", "{}")).ShouldBeRefused(400, "LocationRequired", Text);
    }

    [Fact]
    public async Task Location_OfAResourceThatIsThere_CannotBeMoved()
    {
        await Cloud.MakeAsync($"{_group}/providers/Microsoft.Network/routeTables/t", """{"location":"westus2"}""");

        (await Cloud.PutAsync($"{_group}/providers/Microsoft.Network/routeTables/t", """{"location":"eastus"}""")).ShouldBeRefused(409, "InvalidResourceLocation",
            "The resource 't' already exists in location 'westus2' in resource group 'rg1'. A resource with the same name cannot be created in location 'eastus'. Please select a new resource name.");
        (await Cloud.PutAsync($"{_group}/providers/Microsoft.Network/routeTables/t", """{"location":"West US 2"}""")).ShouldBe(200);
        (await Cloud.PutAsync(_group, """{"location":"eastus"}""")).ShouldBeRefused(409, "InvalidResourceGroupLocation",
            "Invalid resource group location 'eastus'. The Resource group already exists in location 'westus2'.");
    }

    [Theory]
    [InlineData("""{"a":1}""", "InvalidRequestContent")]
    [InlineData("""{"a":{"b":"c"}}""", "InvalidRequestContent")]
    [InlineData("""{"a<b":"c"}""", "InvalidTagName")]
    [InlineData("""["a"]""", "InvalidRequestContent")]
    public async Task Tags_OfAGroup_AreStringsWithAllowedNames(string tags, string code) =>
        (await Cloud.PutAsync(_group, """{"location":"westus2","tags":TAGS}""".Replace("TAGS", tags))).ShouldBeRefused(400, code);

    [Theory]
    [InlineData(512, 256, 50, 200)]
    [InlineData(513, 256, 50, 400)]
    [InlineData(512, 257, 50, 400)]
    [InlineData(512, 256, 51, 400)]
    public async Task Tags_OfAGroup_StayWithinArmsLimits(int name, int value, int count, int status)
    {
        JsonObject tags = [];
        for (var i = 0; i < count; i++)
        {
            tags[i.ToString("D2", System.Globalization.CultureInfo.InvariantCulture).PadRight(name, 'n')] = new string('v', value);
        }

        (await Cloud.PutAsync(_group, new JsonObject { ["location"] = "westus2", ["tags"] = tags }.ToJsonString())).ShouldBe(status);
    }
}

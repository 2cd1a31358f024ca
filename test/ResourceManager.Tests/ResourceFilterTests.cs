using CsCheck;
using Verditer.Core;

namespace Verditer.ResourceManager.Tests;

public sealed class ResourceFilterTests
{
    private static readonly StoredResource Table = Resource("""{"location":"westus2","tags":{"env":"prod","Team":"a and b","note":"it's"},"identity":{"principalId":"P"}}""");

    [Theory]
    [InlineData("name eq 't'", true)]
    [InlineData("NAME EQ 'T'", true)]
    [InlineData("name ne 't'", false)]
    [InlineData("  name   eq   't'  ", true)]
    [InlineData("tagName eq 'ENV'", true)]
    [InlineData("tagName ne 'env'", false)]
    [InlineData("tagValue eq 'a and b'", true)]
    [InlineData("tagValue eq 'it''s'", true)]
    [InlineData("tagName eq 'env' and tagValue eq 'prod'", true)]
    [InlineData("tagName eq 'env' and tagValue eq 'a and b'", false)]
    [InlineData("name eq 'x' and name eq 't' or name eq 't'", true)]
    [InlineData("name eq 'x' and (name eq 't' or name eq 't')", false)]
    [InlineData("((name eq 't'))", true)]
    [InlineData("substringof('T', name) and (substringof('', name))", true)]
    [InlineData("identity/principalId eq 'p'", true)]
    [InlineData("managedBy eq 'x'", false)]
    public void Filter_OfAResource_FitsAsItReads(string filter, bool expected) => ResourceFilter.Read(filter).ShouldNotBeNull()(Table).ShouldBe(expected);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("name")]
    [InlineData("name eq")]
    [InlineData("name eq t")]
    [InlineData("name gt 't'")]
    [InlineData("colour eq 'red'")]
    [InlineData("name eq 't' and")]
    [InlineData("name eq 't' name eq 't'")]
    [InlineData("(name eq 't'")]
    [InlineData("name eq 't')")]
    [InlineData("substringof('t')")]
    [InlineData("name eq 't' ; drop")]
    [InlineData("name eq 't")]
    public void Filter_ThatIsNone_CannotBeRead(string filter) => ResourceFilter.Read(filter).ShouldBeNull();

    [Fact]
    public void Filter_NestedWithoutEnd_CannotBeRead() =>
        ResourceFilter.Read(new string('(', 100_000) + "name eq 't'" + new string(')', 100_000)).ShouldBeNull();

    [Fact]
    public void Filter_OfAnyText_IsReadOrNot() => Gen.String[Gen.Char["nameq tor'(),/"], 0, 40].Sample(text => { _ = ResourceFilter.Read(text)?.Invoke(Table); });

    private static StoredResource Resource(string json) => new(
        ResourceId.Parse("/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/routeTables/t"), System.Text.Encoding.UTF8.GetBytes(json), 1);
}

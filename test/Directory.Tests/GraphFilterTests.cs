using System.Text.Json.Nodes;
using CsCheck;
using Verditer.Fuzzing;

namespace Verditer.Directory.Tests;

public sealed class GraphFilterTests
{
    private static readonly JsonNode Item = JsonNode.Parse("""
        {
          "id": "1", "displayName": "Ada's app", "accountEnabled": true, "tags": ["one", "two"], "count": 7, "mail": null,
          "createdDateTime": "2026-03-01T12:00:00Z", "status": {"errorCode": 0}, "owners": [{"id": "a", "name": "Eve"}, {"id": "b", "name": "Bob"}]
        }
        """)!;

    private static readonly string[] Words =
    [
        "displayName", "tags", "owners/any", "owners/all", "status/errorCode", "(", ")", ",", ":", "eq", "ne", "not", "and", "or", "in", "ge", "startswith",
        "endswith", "'", "'a'", "''", "null", "true", "2026-03-01", "x", "x:x", "x/name", "/", "$count", "tags/$count", "é", "\0", "7", "-1e999",
    ];

    [Theory]
    [InlineData("displayName eq 'ada''s APP'", true)]
    [InlineData("mail eq null", true)]
    [InlineData("accountEnabled eq true and count eq 7", true)]
    [InlineData("count gt 6 and count lt 10", true)]
    [InlineData("createdDateTime ge 2026-03-01T12:00:00Z and createdDateTime lt 2026-03-02", true)]
    [InlineData("createdDateTime gt 2026-03-01T12:00:00Z", false)]
    [InlineData("status/errorCode eq 0", true)]
    [InlineData("status/errorCode ne 0", false)]
    [InlineData("tags/any(t: t eq 'two')", true)]
    [InlineData("tags/all(t: startswith(t,'t'))", false)]
    [InlineData("tags/any()", true)]
    [InlineData("tags/$count eq 2", true)]
    [InlineData("owners/any(o: o/id eq 'a' and o/name eq 'Eve')", true)]
    [InlineData("owners/any(o: o/id eq 'a' and o/name eq 'Bob')", false)]
    [InlineData("owners/any(o: tags/any(t: t eq 'one' and o/id eq 'b'))", true)]
    [InlineData("not (displayName eq 'x') and (count in (1, 7))", true)]
    [InlineData("endswith(displayName,'app') or nothing eq 'x'", true)]
    [InlineData("nothing eq 'x'", false)]
    public void Filter_Understood_DecidesAboutAnObject(string text, bool expected)
    {
        var filter = GraphFilter.Parse(text, out var reason);

        reason.ShouldBeNull();
        filter!.Matches(Item).ShouldBe(expected);
    }

    [Theory]
    [InlineData("tags/any(t: tags/any(u: tags/any(v: v eq 'x')))", "nested")]
    [InlineData("displayName eq (", "A value is expected")]
    [InlineData("a eq 'b' c", "Syntax error")]
    public void Filter_NotUnderstood_IsRefusedWithAReason(string text, string words)
    {
        GraphFilter.Parse(text, out var reason).ShouldBeNull();
        reason!.ShouldContain(words);
    }

    [Fact]
    public void Filter_NestedDeeply_IsRefused()
    {
        GraphFilter.Parse(new string('(', 500) + "a eq 'b'" + new string(')', 500), out var reason).ShouldBeNull();
        reason!.ShouldContain("nested");
    }

    [Fact]
    public void Filter_WithManyNegations_CostsNoStack()
    {
        var text = string.Concat(Enumerable.Repeat("not ", 1900)) + "id eq '2'";
        GraphFilter.Parse(text, out _)!.Matches(Item).ShouldBeFalse();
        GraphFilter.Parse("not " + text, out _)!.Matches(Item).ShouldBeTrue();
    }

    [Fact]
    public void Filter_TooLong_IsRefusedUnread()
    {
        GraphFilter.Parse(new string('x', GraphFilter.MostCharacters + 1), out var reason).ShouldBeNull();
        reason!.ShouldContain("longer");
    }

    [Fact]
    [Trait("fuzz", "graph-filter")]
    public Task Filter_OfAnyText_GivesNoException() => Fuzz.RunAsync(Gen.String[0, 200], 3000, Try);

    [Fact]
    [Trait("fuzz", "graph-filter")]
    public Task Filter_OfAnyWords_GivesNoException() =>
        Fuzz.RunAsync(Gen.Int[0, Words.Length - 1].Select(i => Words[i]).Array[0, 30].Select(words => string.Join(' ', words)), 6000, Try);

    private static void Try(string text)
    {
        var filter = GraphFilter.Parse(text, out var reason);
        (filter is null).ShouldBe(reason is not null);
        filter?.Matches(Item);
    }
}

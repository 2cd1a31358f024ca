using System.Text.RegularExpressions;
using CsCheck;

namespace Verditer.Authorization.Tests;

public sealed class ActionPatternTests
{
    private static readonly Gen<string> Words = Gen.OneOf("a", "B", "ab", "read", "Read", "a.b", "");

    [Theory]
    [InlineData("*", "Microsoft.Compute/disks/read", true)]
    [InlineData("*/read", "Microsoft.Compute/disks/read", true)]
    [InlineData("*/read", "Microsoft.Compute/disks/READ", true)]
    [InlineData("*/read", "Microsoft.Compute/disks/write", false)]
    [InlineData("*/read", "Microsoft.Compute/disks/readOnly", false)]
    [InlineData("Microsoft.Compute/disks/read", "microsoft.compute/DISKS/read", true)]
    [InlineData("Microsoft.Compute/disks/read", "Microsoft.Compute/disks/read/more", false)]
    [InlineData("Microsoft.Network/*", "Microsoft.Network/virtualNetworks/subnets/join/action", true)]
    [InlineData("Microsoft.Network/*", "Microsoft.NetworkX/virtualNetworks/read", false)]
    [InlineData("Microsoft.Network/*", "Microsoft.Network", false)]
    [InlineData("Microsoft.Authorization/*/Write", "Microsoft.Authorization/roleAssignments/write", true)]
    [InlineData("Microsoft.ManagedIdentity/userAssignedIdentities/*/assign/action", "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action", true)]
    [InlineData("Microsoft.ManagedIdentity/userAssignedIdentities/*/read", "Microsoft.ManagedIdentity/userAssignedIdentities/read", true)]
    [InlineData("Microsoft.ManagedIdentity/userAssignedIdentities/*/read", "Microsoft.ManagedIdentity/userAssignedIdentitiesread", false)]
    [InlineData("a/*/*/b", "a/b", true)]
    [InlineData("a/*b", "a/b", true)]
    [InlineData("ab*ba", "aba", false)]
    [InlineData("a.c/read", "abc/read", false)]
    public void Matches_OfAPattern_IsAsAzureReadsIt(string pattern, string action, bool expected) =>
        new ActionPattern(pattern).Matches(action).ShouldBe(expected);

    [Fact]
    public void Matches_OfAnyPatternAndAction_IsAsARegularExpressionSays() => Gen
        .Select(Text(Gen.Frequency((3, Words), (2, Gen.Const("*")))), Text(Words))
        .Sample(
            (pattern, action) => new ActionPattern(pattern).Matches(action) == Oracle(pattern).IsMatch(action),
            iter: 100_000);

    [Fact]
    public void Matches_OfAPatternWithItsStarsFilledIn_IsTrue() => Gen
        .Select(Text(Gen.Frequency((2, Words), (2, Gen.Const("*")))), Text(Words))
        .Sample((pattern, filling) => new ActionPattern(pattern).Matches(pattern.Replace("*", filling)), iter: 20_000);

    /// <summary>Segments joined by slashes, or by nothing.</summary>
    private static Gen<string> Text(Gen<string> part) => Gen
        .Select(part, Gen.OneOf("/", "/", ""), (a, b) => a + b)
        .Array[0, 7]
        .Select(string.Concat);

    private static Regex Oracle(string pattern) => new(
        "^" + Regex.Replace(Regex.Escape(pattern), @"/\\\*(?=/)|\\\*", star => star.Value[0] == '/' ? "(?:/.*)?" : ".*") + "$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline);
}

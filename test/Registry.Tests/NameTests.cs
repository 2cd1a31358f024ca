using CsCheck;

namespace Verditer.Registry.Tests;

/// <summary>Names, scopes and paths, as texts.</summary>
public sealed class NameTests
{
    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(at => texts[at]);

    [Theory]
    [InlineData("a", true)]
    [InlineData("library/hello-world", true)]
    [InlineData("a__b/c.d/e-f--g", true)]
    [InlineData("", false)]
    [InlineData("A", false)]
    [InlineData("a//b", false)]
    [InlineData("/a", false)]
    [InlineData("a/", false)]
    [InlineData("a..b", false)]
    [InlineData("..", false)]
    [InlineData("a/../b", false)]
    [InlineData("a___b", false)]
    [InlineData("a:b", false)]
    [InlineData("a@b", false)]
    [InlineData("a\n", false)]
    public void Repository_HasOnlyWhatMayBeInIt(string name, bool good) => ContentNames.IsRepository(name).ShouldBe(good);

    [Fact]
    public void Repository_OfMoreThan255Characters_IsNone()
    {
        ContentNames.IsRepository(new('a', 255)).ShouldBeTrue();
        ContentNames.IsRepository(new('a', 256)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("latest", true)]
    [InlineData("V1.0_rc-2", true)]
    [InlineData(".hidden", false)]
    [InlineData("-x", false)]
    [InlineData("a b", false)]
    [InlineData("", false)]
    public void Tag_HasOnlyWhatMayBeInIt(string name, bool good)
    {
        ContentNames.IsTag(name).ShouldBe(good);
        ContentNames.IsTag(new('a', 129)).ShouldBeFalse();
    }

    [Fact]
    public void Digest_OfAnyContent_IsReadAgain() => Gen.Select(Gen.Byte.Array[0, 100], OneOf("sha256", "sha512")).Sample((content, algorithm) =>
    {
        var digest = Digest.Of(content, algorithm);
        Digest.TryParse(digest.ToString(), out var again).ShouldBeTrue();
        again.ShouldBe(digest);
        Digest.TryParse(digest.ToString().ToUpperInvariant(), out _).ShouldBeFalse();
        Digest.TryParse(digest + "0", out _).ShouldBeFalse();
    }, threads: 1);

    [Fact]
    public void Key_OfAnything_IsTakenApartAgain()
    {
        var name = OneOf("a", "a/b", "library/hello-world", "x.y/z_1");
        Gen.Select(name, OneOf("latest", "v1.0", "sha256:00")).Sample((repository, item) =>
        {
            var key = item.Contains(':') ? ContentKey.OfDigest("r.azurecr.io", repository, item) : ContentKey.OfTag("r.azurecr.io", repository, item);
            ContentKey.Parse(key).ShouldBe(new ContentKey("r.azurecr.io", repository, item));
            ContentKey.Parse(ContentKey.Of("r.azurecr.io", repository)).ShouldBe(new ContentKey("r.azurecr.io", repository, null));
        }, threads: 1);
    }

    [Theory]
    [InlineData("repository:app:pull", "repository:app:pull")]
    [InlineData("repository:app:push,pull repository:lib/x:delete", "repository:app:pull,push repository:lib/x:delete")]
    [InlineData("repository:app:*", "repository:app:pull,push,delete,metadata_read,metadata_write")]
    [InlineData("registry:catalog:*", "registry:catalog:*")]
    [InlineData("registry:catalog:pull", "")]
    [InlineData("registry:other:*", "")]
    [InlineData("repository:app:fly", "")]
    [InlineData("repository:NOT A NAME:pull", "")]
    [InlineData("repository:r.azurecr.io:443/app:pull", "")]
    [InlineData("repository:app", "")]
    [InlineData("::: : :", "")]
    [InlineData("", "")]
    public void Scope_IsReadAsTheRightsItAsksFor(string scope, string rights) => TokenScope.Format(TokenScope.Parse([scope])).ShouldBe(rights);

    [Fact]
    public void AnyScope_AsksForKnownRightsAlone() => Gen.String[Gen.Char["repositygcalp:*,/ "], 0, 40].Sample(
        scope => TokenScope.Parse([scope]).ShouldAllBe(right => DataAction.All.Contains(right.Action)), threads: 1);

    [Fact]
    public void AnyBytes_AreNoManifestOrOne() => Gen.String[Gen.Char["{}[]\":,schemaVrion2layfgdtz\\u0 "], 0, 80].Sample(text =>
    {
        var manifest = ManifestReader.Read(System.Text.Encoding.UTF8.GetBytes(text), MediaTypes.OciManifest, out var wrong);
        (manifest is null).ShouldBe(wrong.Length > 0);
    }, threads: 1);
}

using System.Text;
using CsCheck;

namespace Verditer.Storage.Sqlite.Tests;

public sealed class DocumentKeyTests
{
    private static readonly Gen<string> Text = Gen.OneOf(
            Gen.Char.Where(c => !char.IsSurrogate(c)).Select(c => c.ToString()),
            Gen.OneOf("\ud7ff", "\ue000", "\uffff", "\U00010000", "\U0010ffff", "a"))
        .Array[0, 4].Select(parts => string.Concat(parts));

    [Fact]
    public void Compare_IsTheOrderOfUtf8Bytes() => Gen.Select(Text, Text).Sample((a, b) =>
        Math.Sign(DocumentKey.Compare(a, b)).ShouldBe(Math.Sign(Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b)))));

    [Fact]
    public void After_SeparatesWhatStartsWithThePrefixFromWhatFollows() => Gen.Select(Text, Text).Sample((prefix, text) =>
    {
        var startsWith = text.StartsWith(prefix, StringComparison.Ordinal);
        var within = DocumentKey.Compare(text, prefix) >= 0
            && (DocumentKey.After(prefix) is not { } upper || DocumentKey.Compare(text, upper) < 0);
        within.ShouldBe(startsWith);
    });
}

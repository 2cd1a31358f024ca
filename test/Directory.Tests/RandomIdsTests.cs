namespace Verditer.Directory.Tests;

public sealed class RandomIdsTests
{
    [Fact]
    public void NewGuid_MoreThanABlock_AreVersion4AndAllDiffer()
    {
        var ids = Enumerable.Range(0, 1000).Select(_ => RandomIds.NewGuid()).ToList();

        ids.ShouldBeUnique();
        ids.ShouldAllBe(id => id.Version == 4 && (id.Variant & 0b1100) == 0b1000);
    }

    [Fact]
    public void Fill_SizesThatDoNotDivideTheBlock_AreDrawnOnce()
    {
        var drawn = Enumerable.Range(0, 500).Select(_ => Draw(24)).ToList();

        drawn.ShouldBeUnique();
    }

    private static string Draw(int length)
    {
        var bytes = new byte[length];
        RandomIds.Fill(bytes);
        return Convert.ToHexString(bytes);
    }
}

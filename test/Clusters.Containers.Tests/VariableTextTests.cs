namespace Verditer.Clusters.Containers.Tests;

public sealed class VariableTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("$(A)", "1")]
    [InlineData("x$(A)$(B)y", "x12y")]
    [InlineData("$(C)", "$(C)")]
    [InlineData("$$(A)", "$(A)")]
    [InlineData("$$$(A)", "$1")]
    [InlineData("$(A", "$(A")]
    [InlineData("cost$", "cost$")]
    [InlineData("$A", "$A")]
    public void Expand_ReplacesWhatNamesAVariable(string text, string expected) =>
        VariableText.Expand(text, name => name switch { "A" => "1", "B" => "2", _ => null }).ShouldBe(expected);
}

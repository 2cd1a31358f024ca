using Verditer.Clusters.Containers;

namespace Verditer.Host.Tests;

public sealed class EngineChoiceTests
{
    private static readonly MachineNeed Missing = new("runc", "apt-get install runc");

    [Fact]
    public void Containers_OnAMachineThatCan_AreTaken() => EngineChoice.Make("containers", () => []).RunsContainers.ShouldBeTrue();

    [Fact]
    public void Containers_OnAMachineThatCannot_AreRefusedWithWhatGetsThem()
    {
        var refusal = Should.Throw<HostStartException>(() => EngineChoice.Make("containers", () => [Missing]));

        refusal.Message.ShouldContain("this machine lacks runc. apt-get install runc");
        refusal.Message.ShouldContain("--engine embedded");
    }

    [Theory]
    [InlineData("embedded")]
    [InlineData("auto")]
    public void OtherEngines_SayThatNodesAreSimulated(string asked)
    {
        var choice = EngineChoice.Make(asked, () => [Missing]);

        choice.Name.ShouldBe("embedded");
        choice.Reason.ShouldContain("simulated");
    }
}

using System.Text.Json.Nodes;

namespace Verditer.Clusters.Containers.Tests;

public sealed class PodPhaseTests
{
    private const string Running = """{"name":"a","state":{"running":{} } }""";
    private const string Waiting = """{"name":"a","state":{"waiting":{} } }""";
    private const string BackingOff = """{"name":"a","state":{"waiting":{} },"lastState":{"terminated":{"exitCode":1} } }""";
    private const string Succeeded = """{"name":"a","state":{"terminated":{"exitCode":0} } }""";
    private const string Failed = """{"name":"a","state":{"terminated":{"exitCode":1} } }""";

    [Theory]
    [InlineData("Always", Waiting, "Pending")]
    [InlineData("Always", Running, "Running")]
    [InlineData("Always", BackingOff, "Running")]
    [InlineData("Always", Succeeded, "Running")]
    [InlineData("OnFailure", Succeeded, "Succeeded")]
    [InlineData("OnFailure", Failed, "Running")]
    [InlineData("Never", Failed, "Failed")]
    [InlineData("Never", Succeeded, "Succeeded")]
    public void Phase_FollowsFromTheContainers(string policy, string status, string expected) =>
        PodPhase.Of(Pod(policy, ""), Status(status, "")).ShouldBe(expected);

    [Theory]
    [InlineData("Always", Succeeded, "Pending", "the other container still waits")]
    [InlineData("Never", Failed, "Failed", "nothing is started after it")]
    [InlineData("Always", Failed, "Pending", "it is tried again")]
    [InlineData("Always", Running, "Pending", "it has not ended")]
    public void Phase_WithAnInitContainer_WaitsForIt(string policy, string init, string expected, string why) =>
        PodPhase.Of(Pod(policy, "\"initContainers\":[{\"name\":\"a\"}],"), Status(Waiting, init)).ShouldBe(expected, why);

    private static JsonObject Pod(string policy, string more) => (JsonObject)JsonNode.Parse($$"""{"spec":{ {{more}} "restartPolicy":"{{policy}}","containers":[{"name":"a"}]} }""")!;

    private static JsonObject Status(string main, string init) =>
        (JsonObject)JsonNode.Parse($$"""{"initContainerStatuses":[{{init}}],"containerStatuses":[{{main}}]}""")!;
}

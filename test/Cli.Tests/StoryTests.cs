using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Cli.Tests;

public sealed class StoryTests : IDisposable
{
    private readonly CommandLine _verditer = new();

    public void Dispose() => _verditer.Dispose();

    [Fact]
    public async Task Expiry_InAVerditerOfItsOwn_GoesAsTold()
    {
        (await _verditer.RunAsync("story", "expiry", "--output", "json")).ShouldBe(0, _verditer.Error + _verditer.Out);

        var story = _verditer.Json();
        story.Flag("asTold").ShouldBe(true);
        var broken = Answers(story, "The cluster on a service principal stops working");
        broken.Count.ShouldBe(4);
        broken[0].ShouldContain("AADSTS7000222");
        broken[1].ShouldContain("<pending>");
        broken[2].ShouldStartWith("Failed ");
        broken[2].ShouldContain("AADSTS7000222");
        broken[3].ShouldStartWith("400 BadRequest: The credentials in ServicePrincipalProfile were invalid.");
        Answers(story, "The cluster on managed identity carries on").Count.ShouldBe(3);
        Answers(story, "A new secret mends the first").Count.ShouldBe(5);
        System.IO.Directory.Exists(_verditer.Folder).ShouldBeFalse("the state folder of the person is not touched");
    }

    [Fact]
    public async Task Expiry_Here_WithoutARunningVerditer_SaysSo()
    {
        (await _verditer.RunAsync("story", "expiry", "--here")).ShouldBe(1);
        _verditer.Error.ShouldContain("verditer up --detach");
    }

    [Fact]
    public void Step_ThatIsNotAsTold_EndsTheStoryWithItsAnswer()
    {
        using var output = new StringWriter();
        var console = Spectre.Console.AnsiConsole.Create(new() { Out = new Spectre.Console.AnsiConsoleOutput(output) });
        var tell = new StoryTeller(new Terminal(console, console), json: true);
        tell.Expect("a", "as hoped", isAsTold: true, "hope");
        var problem = Should.Throw<StoryException>(() => tell.Expect("b", "surprise", isAsTold: false, "hope"));
        tell.End(problem.Message).ShouldBe(1);
        output.ToString().ShouldContain("\"asTold\":false");
        problem.Message.ShouldContain("surprise");
    }

    private static List<string> Answers(JsonObject story, string chapter) =>
        [.. story["steps"]!.AsArray().Where(s => s.Text("chapter") == chapter).Select(s => s.Text("answer")!)];
}

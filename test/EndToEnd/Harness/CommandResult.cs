using System.Text.Json.Nodes;

namespace Verditer.EndToEnd;

/// <summary>What a command printed and how it ended.</summary>
public sealed record CommandResult(string Command, int ExitCode, string Output, string Errors)
{
    /// <summary>The output as JSON; a failed command fails the test with all that it printed.</summary>
    public JsonNode Json => JsonNode.Parse(Ok().Output) ?? throw new InvalidOperationException($"no JSON from: {Command}");

    public CommandResult Ok()
    {
        ExitCode.ShouldBe(0, $"{Command}\n{Output}\n{Errors}");
        return this;
    }

    /// <summary>The command must have been refused, with a text that has all of these words.</summary>
    public CommandResult Refused(params string[] words)
    {
        ExitCode.ShouldNotBe(0, $"should have been refused: {Command}\n{Output}");
        foreach (var word in words)
        {
            (Output + Errors).ShouldContain(word, Case.Insensitive, $"{Command}\n{Output}\n{Errors}");
        }

        return this;
    }
}

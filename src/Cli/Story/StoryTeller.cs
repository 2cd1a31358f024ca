using System.Text.Json.Nodes;

namespace Verditer.Cli;

/// <summary>Tells a story: a line for each step with what was really answered, or all of it as JSON. A step that does not go as told ends the story.</summary>
internal sealed class StoryTeller(Terminal terminal, bool json)
{
    private readonly JsonArray _steps = [];
    private string _chapter = "";

    public void Chapter(string title)
    {
        _chapter = title;
        if (!json)
        {
            terminal.Line("");
            terminal.Line(title);
        }
    }

    /// <param name="call">What a client did, such as <c>PUT managedClusters/old</c>, or the command that does the same.</param>
    /// <param name="answer">What was answered.</param>
    public void Step(string call, string answer)
    {
        _steps.Add((JsonNode)new JsonObject { ["chapter"] = _chapter, ["call"] = call, ["answer"] = answer });
        if (!json)
        {
            terminal.Line($"  {call}");
            terminal.Line($"    -> {answer}");
        }
    }

    /// <summary>Tells a step and ends the story where it is not as told.</summary>
    /// <exception cref="StoryException">It is not.</exception>
    public void Expect(string call, string answer, bool isAsTold, string expected)
    {
        Step(call, answer);
        if (!isAsTold)
        {
            throw new StoryException($"{call}: expected {expected}; the answer was: {answer}");
        }
    }

    /// <returns>The exit code.</returns>
    public int End(string? problem)
    {
        if (json)
        {
            terminal.Json(new JsonObject { ["story"] = "expiry", ["asTold"] = problem is null, ["problem"] = problem, ["steps"] = _steps });
        }
        else if (problem is null)
        {
            terminal.Line("");
            terminal.Line("All was as told.");
        }

        return problem is null ? 0 : terminal.Fail($"the story did not go as told. {problem}");
    }
}

/// <summary>A step did not go as told.</summary>
internal sealed class StoryException(string message) : Exception(message);

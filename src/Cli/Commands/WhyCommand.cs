using System.CommandLine;

namespace Verditer.Cli;

/// <summary><c>verditer why</c>: explains a refusal or a failed sign-in, and says what mends it.</summary>
internal static class WhyCommand
{
    public static Command Create(Terminal terminal)
    {
        var id = new Argument<string?>("request-id")
        {
            Description = "The request, trace or correlation id, or its first eight characters; nothing means the last one",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var last = new Option<bool>("--last") { Description = "The newest refusal or failed sign-in" };
        var command = new Command("why", "Explain a refusal, and say what mends it") { id, last };
        command.Validators.Add(result =>
        {
            if (result.GetValue(last) && result.GetValue(id) is not null)
            {
                result.AddError("Give a request id, or --last, not both.");
            }
        });
        command.SetAction(async (parsed, stop) =>
        {
            using var client = new AdminClient(parsed.Paths());
            var report = await client.GetAsync(parsed.GetValue(id) is { } wanted ? $"why?id={Uri.EscapeDataString(wanted)}" : "why", stop);
            if (parsed.WantsJson())
            {
                terminal.Json(report);
            }
            else
            {
                WhyText.Write(terminal, report);
            }

            return 0;
        });
        return command;
    }
}

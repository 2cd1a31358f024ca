using System.CommandLine;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Cli;

/// <summary><c>verditer subscription</c>: makes and lists subscriptions, shows and changes their rules.</summary>
internal static class SubscriptionCommand
{
    private static readonly string[] RuleSets = ["preview", "ga"];

    public static Command Create(Terminal terminal) => new("subscription", "Subscriptions and their rules")
    {
        Make(terminal), List(terminal), Rules(terminal),
    };

    /// <summary>A subscription on one line.</summary>
    public static string Describe(JsonNode? subscription) =>
        $"{subscription.Text("name")}  {subscription.Text("id")}  rules {subscription.Text("rules")}";

    private static Command Make(Terminal terminal)
    {
        var name = new Argument<string>("name") { Description = "Its name" };
        var rules = CommonOptions.Choice("--rules", "The rules that clusters in it are made by", RuleSets);
        var tenant = new Option<string?>("--tenant") { Description = "The tenant that it trusts, else the first one", HelpName = "ID" };
        var command = new Command("create", "Make a subscription that the bootstrap principal owns") { name, rules, tenant };
        command.SetAction(async (parsed, stop) =>
        {
            using var client = new AdminClient(parsed.Paths());
            var wanted = new JsonObject { ["name"] = parsed.GetValue(name), ["rules"] = parsed.GetValue(rules), ["tenant"] = parsed.GetValue(tenant) };
            Show(terminal, parsed, await client.PostAsync("subscriptions", wanted, stop));
            terminal.Note("az sees it after: az account list --refresh");
            return 0;
        });
        return command;
    }

    private static Command List(Terminal terminal)
    {
        var command = new Command("list", "List all subscriptions");
        command.SetAction(async (parsed, stop) =>
        {
            using var client = new AdminClient(parsed.Paths());
            var all = (await client.GetAsync("subscriptions", stop))["subscriptions"]!.AsArray();
            if (parsed.WantsJson())
            {
                terminal.Json(all);
                return 0;
            }

            foreach (var subscription in all)
            {
                terminal.Line(Describe(subscription));
            }

            return 0;
        });
        return command;
    }

    private static Command Rules(Terminal terminal)
    {
        var which = new Argument<string>("subscription") { Description = "Its id, or its name" };
        var rules = new Argument<string?>("rules") { Description = "preview or ga; nothing shows what they are", Arity = ArgumentArity.ZeroOrOne };
        rules.AcceptOnlyFromAmong(RuleSets);
        var command = new Command("rules", "Show or change a subscription's rules, as long as it has no clusters") { which, rules };
        command.SetAction(async (parsed, stop) =>
        {
            using var client = new AdminClient(parsed.Paths());
            var subscription = parsed.GetValue(which)!;
            Show(terminal, parsed, parsed.GetValue(rules) is { } wanted
                ? await client.PostAsync("subscriptions/rules", new JsonObject { ["subscription"] = subscription, ["rules"] = wanted }, stop)
                : await client.GetAsync($"subscriptions/rules?subscription={Uri.EscapeDataString(subscription)}", stop));
            return 0;
        });
        return command;
    }

    private static void Show(Terminal terminal, ParseResult parsed, JsonObject subscription)
    {
        if (parsed.WantsJson())
        {
            terminal.Json(subscription);
        }
        else
        {
            terminal.Line(Describe(subscription));
        }
    }
}

using System.CommandLine;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Cli;

/// <summary><c>verditer keys</c>: shows and rotates the keys that sign tokens.</summary>
internal static class KeysCommand
{
    public static Command Create(Terminal terminal)
    {
        var list = new Command("list", "List the keys of all tenants");
        list.SetAction((parsed, stop) => ShowAsync(terminal, parsed, client => client.GetAsync("keys", stop)));

        var tenant = new Option<string?>("--tenant") { Description = "The tenant by its id or domain, else the first one", HelpName = "ID" };
        var rotate = new Command("rotate", "Make a new signing key; tokens of the old one stay good until they end") { tenant };
        rotate.SetAction((parsed, stop) => ShowAsync(
            terminal, parsed, client => client.PostAsync("keys/rotate", new JsonObject { ["tenant"] = parsed.GetValue(tenant) }, stop)));
        return new Command("keys", "The keys that sign tokens") { list, rotate };
    }

    private static async Task<int> ShowAsync(Terminal terminal, ParseResult parsed, Func<AdminClient, Task<JsonObject>> ask)
    {
        using var client = new AdminClient(parsed.Paths());
        var keys = (await ask(client))["keys"]!.AsArray();
        if (parsed.WantsJson())
        {
            terminal.Json(keys);
            return 0;
        }

        foreach (var key in keys)
        {
            terminal.Line($"{key.Text("tenant")}  {key.Text("kid")}  {(key.Flag("signs") == true ? "signs" : $"retired, gone after {key.Text("gone")}")}");
        }

        return 0;
    }
}

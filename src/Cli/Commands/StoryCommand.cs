using System.CommandLine;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Cli;

/// <summary><c>verditer story</c>: plays what Verditer is for, by real requests, and says when something is not as told.</summary>
internal static class StoryCommand
{
    public static Command Create(Terminal terminal)
    {
        var here = new Option<bool>("--here") { Description = "Play in the running Verditer, in a subscription of its own; its clock goes more than a year ahead, and stays there" };
        var expiry = new Command("expiry", "A secret ends: the cluster on a service principal stops working, the one on managed identity does not") { here };
        expiry.SetAction((parsed, stop) => PlayAsync(terminal, parsed, parsed.GetValue(here), stop));
        return new Command("story", "Play what Verditer is for, by real requests") { expiry };
    }

    private static async Task<int> PlayAsync(Terminal terminal, ParseResult parsed, bool here, CancellationToken stop)
    {
        await using var place = here ? StoryPlace.Here(parsed.Paths()) : await StoryPlace.ThrowAwayAsync(stop);
        using var admin = new AdminClient(place.Paths);
        using var cloud = new StoryCloud(place.Paths, place.Port, stop);
        var subscription = await admin.PostAsync("subscriptions", new JsonObject { ["name"] = "story expiry", ["rules"] = "preview" }, stop);
        var tell = new StoryTeller(terminal, parsed.WantsJson());
        try
        {
            await new ExpiryStory(tell, cloud, admin, subscription.Text("id")!, stop).PlayAsync();
            return tell.End(null);
        }
        catch (Exception e) when (e is StoryException or HttpRequestException)
        {
            return tell.End(e.Message);
        }
    }
}

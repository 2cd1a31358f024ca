using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Verditer.ResourceManager;

namespace Verditer.Host;

/// <summary>All subscriptions, by name.</summary>
internal sealed class ListSubscriptions(SubscriptionIndex subscriptions) : IAdminEndpoint
{
    public string Method => HttpMethods.Get;

    public string Path => "/subscriptions";

    public Task HandleAsync(HttpContext context) => Answer.JsonAsync(context, new JsonObject
    {
        ["subscriptions"] = new JsonArray([.. subscriptions.All().Select(SubscriptionJson.Write)]),
    });
}

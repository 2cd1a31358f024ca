using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Host;

/// <summary>Finds the subscription that a command means: by its id, or by a name that only one has.</summary>
internal sealed class SubscriptionLookup(SubscriptionIndex subscriptions)
{
    public Result<Subscription> Find(string? idOrName)
    {
        if (subscriptions.Find(idOrName) is { } byId)
        {
            return byId;
        }

        var byName = subscriptions.All().Where(s => s.DisplayName.Equals(idOrName, StringComparison.OrdinalIgnoreCase)).ToList();
        return byName.Count switch
        {
            1 => byName[0],
            0 => new ArmError(404, "SubscriptionNotFound", $"There is no subscription '{idOrName}'. `verditer subscription list` shows which there are."),
            _ => ArmErrors.InvalidParameter($"{byName.Count} subscriptions are named '{idOrName}'. Give the id of one: {string.Join(", ", byName.Select(s => s.Id))}"),
        };
    }
}

using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.ResourceManager;

/// <summary>
/// The names of tags and the ids of assigned identities are the same in any case. In what is merged they stand as they are stored, so that the merge changes or takes away the one that is meant; an
/// identity named twice is one, and it is taken away where one of the two says so.
/// </summary>
/// <remarks>Source: https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources</remarks>
internal sealed class UseStoredKeys : IRequestRule
{
    private static readonly string[][] Maps = [["tags"], ["identity", "userAssignedIdentities"]];

    public ValueTask<ArmError?> CheckAsync(ArmContext context, CancellationToken cancellationToken)
    {
        if (context.IsWrite)
        {
            DropRepeated(context.Body.At(Maps[1]) as JsonObject ?? []);
        }

        if (context.IsMerge)
        {
            foreach (var map in Maps)
            {
                Respell(context.Body.At(map) as JsonObject ?? [], context.Existing!.Body.At(map) as JsonObject ?? []);
            }
        }

        return new((ArmError?)null);
    }

    private static void DropRepeated(JsonObject identities)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (id, _) in identities.OrderBy(one => one.Value is not null).ToList())
        {
            if (!seen.Add(id))
            {
                identities.Remove(id);
            }
        }
    }

    /// <summary>Tags named twice are left to the rule that refuses them.</summary>
    private static void Respell(JsonObject sent, JsonObject stored)
    {
        foreach (var key in stored.Select(one => one.Key).Where(key => !sent.ContainsKey(key)))
        {
            var other = sent.Select(one => one.Key).FirstOrDefault(k => k.Equals(key, StringComparison.OrdinalIgnoreCase));
            if (other is not null)
            {
                var value = sent[other];
                sent.Remove(other);
                sent[key] = value;
            }
        }
    }
}

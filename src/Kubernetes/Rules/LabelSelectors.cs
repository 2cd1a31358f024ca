using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>Label selectors as objects carry them: <c>matchLabels</c> and <c>matchExpressions</c>.</summary>
public static class LabelSelectors
{
    /// <summary>An empty selector matches everything; a missing one nothing.</summary>
    public static bool Matches(JsonObject? selector, JsonObject? labels)
    {
        if (selector is null)
        {
            return false;
        }

        return MatchesAll(selector["matchLabels"] as JsonObject, labels)
            && (selector["matchExpressions"] as JsonArray ?? []).All(expression => Holds(expression, labels));
    }

    public static bool MatchesAll(JsonObject? wanted, JsonObject? labels) =>
        (wanted ?? []).All(pair => labels?[pair.Key].Text() is { } text && text == pair.Value.Text());

    private static bool Holds(JsonNode? expression, JsonObject? labels)
    {
        var has = labels?[expression.Text("key") ?? ""].Text();
        var values = (expression.At("values") as JsonArray ?? []).Select(one => one.Text());
        return expression.Text("operator") switch
        {
            "In" => has is not null && values.Contains(has),
            "NotIn" => has is null || !values.Contains(has),
            "Exists" => has is not null,
            "DoesNotExist" => has is null,
            _ => false,
        };
    }
}

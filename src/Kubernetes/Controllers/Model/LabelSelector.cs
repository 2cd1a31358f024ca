using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>A label selector in any of its shapes: a map (services, replication controllers, nodeSelector) or matchLabels and matchExpressions.</summary>
internal sealed class LabelSelector(JsonObject? labels, IReadOnlyList<JsonObject> expressions)
{
    /// <summary>True when it names nothing: the caller decides whether that means all or none.</summary>
    public bool IsEmpty => labels is not { Count: > 0 } && expressions.Count == 0;

    /// <summary>The selector at <c>spec.selector</c>.</summary>
    public static LabelSelector Of(JsonObject owner) => Parse(owner.At("spec", "selector"));

    public static LabelSelector Parse(JsonNode? node) =>
        node is not JsonObject value ? new(null, [])
        : value.ContainsKey("matchLabels") || value.ContainsKey("matchExpressions")
            ? new(value["matchLabels"] as JsonObject, [.. value.Items("matchExpressions")])
            : new(value, []);

    /// <summary>False for an empty selector: no controller owns everything.</summary>
    public bool Matches(JsonObject candidate) => !IsEmpty && MatchesLabels(candidate.At("metadata", "labels") as JsonObject);

    public bool MatchesLabels(JsonObject? candidate) =>
        (labels?.All(label => candidate.Text(label.Key) == label.Value.Text()) ?? true)
        && expressions.All(expression => MatchesExpression(expression, candidate.Text(expression.Text("key") ?? "")));

    /// <summary>One requirement of a label selector or of a node selector term.</summary>
    /// <param name="value">The label's value; null where the label is missing.</param>
    public static bool MatchesExpression(JsonObject expression, string? value) => expression.Text("operator") switch
    {
        "In" => value is not null && expression.Texts("values").Contains(value),
        "NotIn" => value is null || !expression.Texts("values").Contains(value),
        "Exists" => value is not null,
        "DoesNotExist" => value is null,
        "Gt" => long.TryParse(value, out var number) && long.TryParse(expression.Texts("values").FirstOrDefault(), out var limit) && number > limit,
        "Lt" => long.TryParse(value, out var number) && long.TryParse(expression.Texts("values").FirstOrDefault(), out var limit) && number < limit,
        _ => false,
    };
}

using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>A pod's nodeSelector and the required terms of its node affinity.</summary>
internal static class NodeAffinity
{
    public static bool Matches(JsonObject pod, JsonObject node)
    {
        var labels = node.At("metadata", "labels") as JsonObject;
        if (!LabelSelector.Parse(pod.At("spec", "nodeSelector")).MatchesLabels(labels))
        {
            return false;
        }

        // Terms are alternatives. A term that says nothing matches nothing.
        return pod.At("spec", "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution") is not { } required
            || required.Items("nodeSelectorTerms").Any(term => MatchesTerm(term, labels, node));
    }

    private static bool MatchesTerm(JsonObject term, JsonObject? labels, JsonObject node)
    {
        var (expressions, fields) = (term.Items("matchExpressions").ToList(), term.Items("matchFields").ToList());
        return expressions.Count + fields.Count > 0
            && expressions.TrueForAll(expression => LabelSelector.MatchesExpression(expression, labels.Text(expression.Text("key") ?? "")))
            && fields.TrueForAll(field => field.Text("key") == "metadata.name" && LabelSelector.MatchesExpression(field, node.Name()));
    }
}

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Verditer.Core;

namespace Verditer.Providers.ContainerService;

/// <summary>
/// Labels and taints that a node can carry. Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels and
/// https://learn.microsoft.com/azure/aks/use-labels
/// </summary>
internal static partial class NodeLabelRules
{
    private const string LabelHelp = "A label is KEY=VALUE: a key of at most 63 letters, digits, '-', '_' and '.', with an optional DNS prefix and '/', and a value of the same characters.";
    /// <summary>Source: kubernetes/staging/src/k8s.io/kubelet/pkg/apis/well_known_labels.go.</summary>
    private static readonly string[] KubeletPrefixes = ["kubelet.kubernetes.io", "node.kubernetes.io"];

    private static readonly string[] KubeletLabels =
    [
        "beta.kubernetes.io/arch", "beta.kubernetes.io/instance-type", "beta.kubernetes.io/os", "failure-domain.beta.kubernetes.io/region",
        "failure-domain.beta.kubernetes.io/zone", "failure-domain.kubernetes.io/region", "failure-domain.kubernetes.io/zone", "kubernetes.io/arch",
        "kubernetes.io/hostname", "kubernetes.io/instance-type", "kubernetes.io/os", "topology.kubernetes.io/region", "topology.kubernetes.io/zone",
    ];

    private const string TaintHelp = "A taint is KEY=VALUE:EFFECT, and the effect is NoSchedule, PreferNoSchedule or NoExecute.";

    public static ArmError? Check(JsonObject pool) => CheckLabels(pool["nodeLabels"]) ?? CheckTaints(pool["nodeTaints"]);

    private static ArmError? CheckLabels(JsonNode? labels)
    {
        foreach (var (key, value) in labels as JsonObject ?? [])
        {
            var text = value is JsonValue v && v.TryGetValue(out string? t) ? t : null;
            if (!Key().IsMatch(key) || text is null || !Value().IsMatch(text))
            {
                return ClusterErrors.Invalid("agentPoolProfile.nodeLabels", $"the label '{key}={value}' is not allowed. {LabelHelp}");
            }

            if (Reserved(key) is { } reserved)
            {
                return ArmErrors.BadRequest(reserved, $"{key}={text}");
            }
        }

        return null;
    }

    /// <summary>Why AKS keeps a label for itself: its own prefixes, and those of Kubernetes that a kubelet may not set on itself.</summary>
    private static string? Reserved(string key)
    {
        var prefix = key.Contains('/') ? key[..key.IndexOf('/')] : "";
        if (IsIn(prefix, "kubernetes.azure.com"))
        {
            return $"Invalid node label key {key}. The 'kubernetes.azure.com' prefix is preserved by aks system labels";
        }

        return (IsIn(prefix, "kubernetes.io") || IsIn(prefix, "k8s.io")) && !KubeletPrefixes.Any(allowed => IsIn(prefix, allowed)) && !KubeletLabels.Contains(key)
            ? $"For Kubernetes version greater than or equal to 1.16, node label keys in the 'kubernetes.io' or 'k8s.io' namespace must begin with an allowed prefix "
                + $"({string.Join(", ", KubeletPrefixes)}) or be in the specifically allowed set ({string.Join(", ", KubeletLabels)}). "
                + "For more information, please check https://aka.ms/aks-node-labels-116."
            : null;
    }

    private static bool IsIn(string prefix, string domain) => prefix == domain || prefix.EndsWith("." + domain, StringComparison.Ordinal);

    private static ArmError? CheckTaints(JsonNode? taints)
    {
        HashSet<(string Key, string Effect)> seen = [];
        foreach (var taint in taints as JsonArray ?? [])
        {
            if (taint is not JsonValue value || !value.TryGetValue(out string? text) || !Taint().IsMatch(text))
            {
                return ClusterErrors.Invalid("agentPoolProfile.nodeTaints", $"the taint '{taint}' is not allowed. {TaintHelp}");
            }

            if (!seen.Add((text[..text.IndexOf('=', StringComparison.Ordinal)], text[(text.LastIndexOf(':') + 1)..])))
            {
                return ClusterErrors.Invalid("agentPoolProfile.nodeTaints", $"the taint '{taint}' has the key and the effect of another one: a node's taints are unique by both.");
            }
        }

        return null;
    }

    private const string NamePart = "[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?";
    private const string DnsLabel = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
    private const string KeyPart = "((?=[^/]{1,253}/)" + DnsLabel + @"(\." + DnsLabel + ")*/)?" + NamePart;

    [GeneratedRegex("^" + KeyPart + @"\z")]
    private static partial Regex Key();

    [GeneratedRegex("^(" + NamePart + ")?\\z")]
    private static partial Regex Value();

    [GeneratedRegex("^" + KeyPart + "=(" + NamePart + ")?:(NoSchedule|PreferNoSchedule|NoExecute)\\z")]
    private static partial Regex Taint();
}

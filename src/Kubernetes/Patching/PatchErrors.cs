using System.Text.Json.Nodes;

namespace Verditer.Kubernetes;

/// <summary>
/// Why a strategic merge patch cannot be applied, with upstream's codes: what has the wrong form is 400, what contradicts itself 422, and everything else an error
/// without a reason. Source: apimachinery's <c>util/mergepatch/errors.go</c>, apiserver's <c>endpoints/handlers/patch.go</c>.
/// </summary>
internal static class PatchErrors
{
    public static readonly KubernetesError BadPrimitiveList = KubernetesErrors.BadRequest("invalid patch format of primitive list");
    public static readonly KubernetesError BadRetainKeys = KubernetesErrors.BadRequest("invalid patch format of retainKeys");
    public static readonly KubernetesError BadElementOrder = KubernetesErrors.BadRequest("invalid patch format of setElementOrder list");
    public static readonly KubernetesError NotInRetainKeys = Contradiction("patch content doesn't match retainKeys list");
    public static readonly KubernetesError ListOfLists = Contradiction("lists of lists are not supported");
    public static readonly KubernetesError MergeOfLists = Other("merging lists cannot yet be specified in the patch");

    public static KubernetesError NoMergeKey(JsonObject element, string key) => Other($"map: {GoText.Of(element)} does not contain declared merge key: {key}");

    public static KubernetesError UnknownDirective(JsonNode? directive, JsonObject map) => Other($"unknown patch type: {GoText.Of(directive)} in map: {GoText.Of(map)}");

    public static KubernetesError MixedElements(JsonArray original, JsonArray patch) =>
        Other($"list element types are not identical: [{GoText.Of(original)} {GoText.Of(patch)}]");

    public static KubernetesError Contradiction(string text) => new(422, "Invalid", $"the server rejected our request due to an error in our request: {text}");

    private static KubernetesError Other(string text) => new(500, "", text);
}

using System.Text.Json.Nodes;

namespace Verditer.Kubernetes.Controllers.Tests;

/// <summary>Objects as users write them.</summary>
internal static class Manifest
{
    public static JsonObject Parse(string json) => (JsonObject)JsonNode.Parse(json)!;

    public static JsonObject Pod(string name, string spec = "") => Parse(
        $$"""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"{{name}}","namespace":"default","labels":{"app":"{{name}}"} },"spec":{"containers":[{"name":"main","image":"nginx:1.27"}]{{spec}} } }""");

    public static JsonObject Workload(string kind, string name, string image = "nginx:1.27", string spec = "", string template = "") => Parse($$"""
        {"apiVersion":"apps/v1","kind":"{{kind}}","metadata":{"name":"{{name}}","namespace":"default"},
         "spec":{"selector":{"matchLabels":{"app":"{{name}}"} }{{spec}},
                 "template":{"metadata":{"labels":{"app":"{{name}}"} },"spec":{"containers":[{"name":"main","image":"{{image}}","ports":[{"name":"http","containerPort":8080}]}]{{template}}} } } }
        """);

    public static JsonObject Deployment(string name, int replicas = 3, string spec = "") => Workload("Deployment", name, spec: $",\"replicas\":{replicas}{spec}");

    public static JsonObject Job(string name, string spec = "", string annotations = "") => Parse($$"""
        {"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"{{name}}","namespace":"default"},
         "spec":{"template":{"metadata":{"annotations":{ {{annotations}} } },"spec":{"restartPolicy":"Never","containers":[{"name":"main","image":"busybox"}]} }{{spec}}} }
        """);

    public static JsonObject Service(string name, string app) => Parse($$"""
        {"apiVersion":"v1","kind":"Service","metadata":{"name":"{{name}}","namespace":"default"},
         "spec":{"selector":{"app":"{{app}}"},"ports":[{"name":"web","port":80,"targetPort":"http"}]} }
        """);

    public static void SetImage(JsonObject workload, string image) => workload["spec"]!["template"]!["spec"]!["containers"]![0]!["image"] = image;
}

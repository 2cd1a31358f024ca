using System.Text.Json.Nodes;
using Google.Protobuf;
using Verditer.Clusters.Containers.Cri;
using Verditer.Core;
using Verditer.Kubernetes.Controllers;

namespace Verditer.Clusters.Containers;

/// <summary>What the runtime is told of one run of a container.</summary>
internal static class ContainerConfiguration
{
    /// <param name="pod">With its addresses in the status.</param>
    /// <param name="target">The id of the container whose processes a debugging container sees; null for none.</param>
    public static ContainerConfig Of(
        IObjectClient api, NodeMachine machine, JsonObject pod, JsonObject container, uint attempt, IReadOnlyList<Mount> mounts, string? target)
    {
        var name = container.Text("name") ?? "";
        var environment = ContainerEnvironment.Of(api, pod, container);
        string Expand(string text) => VariableText.Expand(text, environment.GetValueOrDefault);
        var config = new ContainerConfig
        {
            Metadata = new() { Name = name, Attempt = attempt },
            Image = new() { Image = container.Text("image") ?? "" },
            WorkingDir = container.Text("workingDir") ?? "",
            LogPath = PodPaths.LogName(name, attempt),
            Stdin = container.Flag("stdin") == true,
            StdinOnce = container.Flag("stdinOnce") == true,
            Tty = container.Flag("tty") == true,
            Linux = new()
            {
                Resources = ContainerResources.Of(pod, container, machine.Spec.MemoryBytes),
                SecurityContext = SecurityContexts.Of(pod, container, target),
            },
        };
        config.Command.Add(container.Texts("command").Select(Expand));
        config.Args.Add(container.Texts("args").Select(Expand));
        config.Envs.Add(environment.Select(pair => new KeyValue { Key = pair.Key, Value = ByteString.CopyFromUtf8(pair.Value) }));
        config.Mounts.Add(mounts);
        PodLabels.Set(config.Labels, pod, name);
        config.Annotations[PodLabels.AskedImage] = container.Text("image") ?? "";
        return config;
    }
}

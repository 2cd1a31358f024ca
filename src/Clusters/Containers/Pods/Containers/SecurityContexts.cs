using System.Text.Json.Nodes;
using Verditer.Clusters.Containers.Cri;
using Verditer.Core;
using Verditer.Kubernetes.Controllers;

namespace Verditer.Clusters.Containers;

/// <summary>What containers may do: user and groups, capabilities, namespaces. What a container says goes before what its pod says.</summary>
internal static class SecurityContexts
{
    /// <summary>Parts of /proc and /sys that containers do not see. Source: Kubernetes' <c>pkg/securitycontext/util.go</c>.</summary>
    private static readonly string[] Masked =
        ["/proc/asound", "/proc/acpi", "/proc/kcore", "/proc/keys", "/proc/latency_stats", "/proc/timer_list", "/proc/timer_stats", "/proc/sched_debug", "/proc/scsi", "/sys/firmware", "/sys/devices/virtual/powercap"];

    private static readonly string[] ReadOnly = ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"];

    public static LinuxSandboxSecurityContext OfSandbox(JsonObject pod)
    {
        var own = pod.At("spec", "securityContext");
        var context = new LinuxSandboxSecurityContext
        {
            NamespaceOptions = Namespaces(pod, null),
            RunAsUser = Number(own.At("runAsUser")),
            Privileged = pod.Containers().Concat(pod.InitContainers()).Any(container => container.Flag("securityContext", "privileged") == true),
            Seccomp = Seccomp(own.At("seccompProfile")),
        };
        if (context.RunAsUser is not null)
        {
            context.RunAsGroup = Number(own.At("runAsGroup"));
        }

        context.SupplementalGroups.Add(Groups(own));
        return context;
    }

    /// <param name="target">The container whose processes it sees; null for its own.</param>
    public static LinuxContainerSecurityContext Of(JsonObject pod, JsonObject container, string? target)
    {
        var (shared, own) = (pod.At("spec", "securityContext"), container.At("securityContext"));
        var privileged = own.Flag("privileged") == true;
        var context = new LinuxContainerSecurityContext
        {
            Privileged = privileged,
            NamespaceOptions = Namespaces(pod, target),
            RunAsUser = Number(own.At("runAsUser") ?? shared.At("runAsUser")),
            ReadonlyRootfs = own.Flag("readOnlyRootFilesystem") == true,
            NoNewPrivs = own.Flag("allowPrivilegeEscalation") == false && !privileged,
            Seccomp = privileged ? Unconfined() : Seccomp(own.At("seccompProfile") ?? shared.At("seccompProfile")),
            Capabilities = new(),
        };
        context.RunAsGroup = Number(own.At("runAsGroup") ?? shared.At("runAsGroup"));
        context.Capabilities.AddCapabilities.Add(own.Texts("capabilities", "add"));
        context.Capabilities.DropCapabilities.Add(own.Texts("capabilities", "drop"));
        context.SupplementalGroups.Add(Groups(shared));
        if (!privileged && own.Text("procMount") != "Unmasked")
        {
            context.MaskedPaths.Add(Masked);
            context.ReadonlyPaths.Add(ReadOnly);
        }

        return context;
    }

    private static NamespaceOption Namespaces(JsonObject pod, string? target) => new()
    {
        Network = pod.Flag("spec", "hostNetwork") == true ? NamespaceMode.Node : NamespaceMode.Pod,
        Ipc = pod.Flag("spec", "hostIPC") == true ? NamespaceMode.Node : NamespaceMode.Pod,
        Pid = target is not null ? NamespaceMode.Target
            : pod.Flag("spec", "hostPID") == true ? NamespaceMode.Node
            : pod.Flag("spec", "shareProcessNamespace") == true ? NamespaceMode.Pod
            : NamespaceMode.Container,
        TargetId = target ?? "",
    };

    private static IEnumerable<long> Groups(JsonNode? context)
    {
        var groups = (context.At("supplementalGroups") as JsonArray ?? []).Select(group => group.Long()).OfType<long>();
        return context.At("fsGroup").Long() is { } group ? groups.Append(group) : groups;
    }

    private static Int64Value? Number(JsonNode? node) => node.Long() is { } value ? new() { Value = value } : null;

    private static SecurityProfile Seccomp(JsonNode? profile) => profile.Text("type") switch
    {
        "RuntimeDefault" => new() { ProfileType = SecurityProfile.Types.ProfileType.RuntimeDefault },
        "Localhost" => new() { ProfileType = SecurityProfile.Types.ProfileType.Localhost, LocalhostRef = profile.Text("localhostProfile") ?? "" },
        _ => Unconfined(),
    };

    private static SecurityProfile Unconfined() => new() { ProfileType = SecurityProfile.Types.ProfileType.Unconfined };
}

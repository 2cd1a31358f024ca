namespace Verditer.Clusters.Containers;

/// <summary>containerd's configuration of a node, version 2. Source: https://github.com/containerd/containerd/blob/v1.6.20/docs/cri/config.md</summary>
internal static class ContainerdConfiguration
{
    public static string Write(NodePaths paths, string pluginFolder) => $$"""
        version = 2
        root = "{{paths.RuntimeRoot}}"
        state = "{{paths.RuntimeState}}"
        disabled_plugins = ["io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.zfs", "io.containerd.tracing.processor.v1.otlp", "io.containerd.internal.v1.tracing"]

        [grpc]
          address = "{{paths.Socket}}"

        [plugins."io.containerd.internal.v1.opt"]
          path = "{{paths.RuntimeState}}/opt"

        [plugins."io.containerd.grpc.v1.cri"]
          sandbox_image = "{{PauseImage.Name}}"
          restrict_oom_score_adj = true
          netns_mounts_under_state_dir = true
          disable_tcp_service = true
          stream_server_address = "127.0.0.1"
          stream_server_port = "0"

          [plugins."io.containerd.grpc.v1.cri".cni]
            bin_dir = "{{pluginFolder}}"
            conf_dir = "{{paths.NetworkConfigurationFolder}}"

          [plugins."io.containerd.grpc.v1.cri".registry]
            config_path = "{{paths.RegistryFolder}}"

          [plugins."io.containerd.grpc.v1.cri".containerd]
            snapshotter = "overlayfs"
            default_runtime_name = "runc"

            [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
              runtime_type = "io.containerd.runc.v2"

              [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
                Root = "{{paths.RuntimeState}}/runc"
                SystemdCgroup = false

        """;
}

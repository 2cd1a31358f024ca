using System.Formats.Tar;
using System.Text.Json.Nodes;

namespace Verditer.Clusters.Containers.Tests;

/// <summary>An image of Debian's static busybox, made here: no registry is needed.</summary>
internal static class TestImage
{
    public const string Name = "test.local/busybox:1";

    private const string Busybox = "/bin/busybox";
    private static readonly string[] Programs = ["sh", "cat", "echo", "env", "id", "ls", "nc", "sleep", "stat", "test", "true", "false", "touch", "hostname", "readlink", "sed", "wc", "head", "dd", "kill", "date", "grep", "mkdir", "rm", "ps", "tail"];

    public static async Task ImportAsync(string socket, string folder)
    {
        var path = Path.Combine(folder, "busybox.tar");
        if (!File.Exists(path))
        {
            await using var file = File.Create(path);
            Write(file);
        }

        await HostCommand.RunAsync("ctr", ["--address", socket, "-n", "k8s.io", "images", "import", path]);
    }

    private static void Write(Stream output) => OciImage.Write(output, Name, layer =>
    {
        foreach (var folder in new[] { "bin", "tmp", "etc", "dev" })
        {
            layer.WriteEntry(new PaxTarEntry(TarEntryType.Directory, folder) { Mode = (UnixFileMode)0b111_111_111 });
        }

        layer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "bin/busybox") { Mode = (UnixFileMode)0b111_101_101, DataStream = new MemoryStream(File.ReadAllBytes(Busybox)) });
        foreach (var program in Programs)
        {
            layer.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, $"bin/{program}") { LinkName = "busybox" });
        }
    }, new JsonObject { ["Env"] = new JsonArray("PATH=/bin"), ["Cmd"] = new JsonArray("sleep", "100000") });
}

namespace Verditer.Clusters.Containers;

/// <summary>A file or folder of the host. Source: Kubernetes documentation, "Volumes", hostPath types.</summary>
internal static class HostPath
{
    /// <exception cref="PodWorkException">There is nothing of that type.</exception>
    public static string Check(string path, string type, string volume)
    {
        switch (type)
        {
            case "DirectoryOrCreate" when !Path.Exists(path):
                Directory.CreateDirectory(path);
                break;
            case "FileOrCreate" when !Path.Exists(path):
                File.WriteAllBytes(path, []);
                break;
            case "" when !Path.Exists(path):
                // The runtime makes a folder of what is not there.
                Directory.CreateDirectory(path);
                break;
        }

        var wrong = type switch
        {
            "Directory" or "DirectoryOrCreate" => !Directory.Exists(path) ? "directory" : null,
            "File" or "FileOrCreate" => !File.Exists(path) ? "file" : null,
            "Socket" or "CharDevice" or "BlockDevice" => !Path.Exists(path) ? type : null,
            _ => null,
        };
        return wrong is null ? path : throw new PodWorkException("ContainerCreating", $"MountVolume.SetUp failed for volume \"{volume}\" : hostPath type check failed: {path} is not a {wrong}");
    }
}

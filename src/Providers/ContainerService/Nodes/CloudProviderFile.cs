using System.Text;

namespace Verditer.Providers.ContainerService;

/// <summary>The kubeconfig of a cluster's cloud provider, in a file of mode 0600, in folders of mode 0700.</summary>
internal sealed class CloudProviderFile(ContainerServiceOptions options)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public string Write(string clusterKey, string kubeconfig)
    {
        var folder = Folder(clusterKey);
        MakeFolder(options.ClustersFolder);
        MakeFolder(folder);
        var path = Path.Combine(folder, "cloud-provider.kubeconfig");
        var next = path + ".next";
        File.Delete(next);
        FileStreamOptions create = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            create.UnixCreateMode = OwnerOnly;
        }

        using (var stream = new FileStream(next, create))
        {
            stream.Write(Encoding.UTF8.GetBytes(kubeconfig));
        }

        File.Move(next, path, overwrite: true);
        return path;
    }

    public void Remove(string clusterKey)
    {
        if (System.IO.Directory.Exists(Folder(clusterKey)))
        {
            System.IO.Directory.Delete(Folder(clusterKey), recursive: true);
        }
    }

    private static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            System.IO.Directory.CreateDirectory(path);
        }
        else
        {
            System.IO.Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
        }
    }

    private string Folder(string clusterKey) => clusterKey.Length > 0 && clusterKey.All(char.IsAsciiHexDigitLower)
        ? Path.Combine(options.ClustersFolder, clusterKey)
        : throw new ArgumentException($"'{clusterKey}' is not a cluster's key.", nameof(clusterKey));
}

namespace Verditer.Clusters.Containers.Tests;

public sealed class MachineCheckTests
{
    [Fact]
    public void Description_SaysWhatIsMissingAndWhatGetsIt()
    {
        var text = MachineCheck.Describe([new("runc", "apt-get install runc"), new("ctr", "apt-get install containerd"), new("containerd", "apt-get install containerd")]);

        text.ShouldBe("this machine lacks runc, ctr, containerd. apt-get install runc; apt-get install containerd");
    }

    [Fact]
    public void Run_LeavesNothingInTheFolder()
    {
        var folder = Directory.CreateTempSubdirectory("verditer-check-").FullName;

        MachineCheck.Run(Path.Combine(folder, "not", "there"));

        Directory.EnumerateFileSystemEntries(folder).ShouldBeEmpty();
        Directory.Delete(folder);
    }
}

using System.Net.Sockets;

namespace Verditer.InstanceMetadata.Tests;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class ListenerTests
{
    [Fact]
    public async Task Open_Repeated_IsTheSameSocketOfItsUserAlone()
    {
        await using var machines = await TestMachines.StartAsync();
        var path = await machines.Listeners.OpenAsync(TestMachines.Node);
        (await machines.Listeners.OpenAsync(TestMachines.Node)).ShouldBe(path);
        Path.GetDirectoryName(path).ShouldBe(machines.Sockets);
        File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.GetUnixFileMode(machines.Sockets).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        (await machines.Listeners.OpenAsync(TestMachines.ControlPlane)).ShouldNotBe(path);
    }

    [Fact]
    public async Task Open_InAFolderWithALongPath_FindsAShortOne()
    {
        await using var machines = await TestMachines.StartAsync(new string('d', 120));
        using var node = await machines.OpenAsync(TestMachines.Node);
        (await node.JsonAsync("metadata/versions")).Status.ShouldBe(200);
        var socket = machines.Listeners.FindNodeSocket(TestMachines.NodeName)!;
        socket.Length.ShouldBeLessThan(100);
        await machines.Listeners.CloseAsync(TestMachines.NodeName);
        System.IO.Directory.Delete(Path.GetDirectoryName(socket)!);
    }

    [Fact]
    public async Task Open_OverTheSocketOfAKilledProcess_Serves()
    {
        await using var machines = await TestMachines.StartAsync();
        var path = await machines.Listeners.OpenAsync(TestMachines.Node);
        await machines.Listeners.CloseAsync(TestMachines.NodeName);
        await File.WriteAllTextAsync(path, "left behind");
        using var node = await machines.OpenAsync(TestMachines.Node);
        (await node.JsonAsync("metadata/versions")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Close_EndsOpenConnectionsAndOthersGoOn()
    {
        await using var machines = await TestMachines.StartAsync();
        using var node = await machines.OpenAsync(TestMachines.Node);
        using var controlPlane = await machines.OpenAsync(TestMachines.ControlPlane);
        (await node.JsonAsync("metadata/versions")).Status.ShouldBe(200);
        var path = machines.Listeners.FindNodeSocket(TestMachines.NodeName)!;
        using var open = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await open.ConnectAsync(new UnixDomainSocketEndPoint(path));
        await open.SendAsync("GET /metadata/versions HTTP/1.1\r\nHost: localhost\r\nMetadata: true\r\n\r\n"u8.ToArray());
        (await open.ReceiveAsync(new byte[4096])).ShouldBePositive();

        await machines.Listeners.CloseAsync(TestMachines.NodeName);
        File.Exists(path).ShouldBeFalse();
        machines.Listeners.FindNodeSocket(TestMachines.NodeName).ShouldBeNull();
        (await EndedAsync(open)).ShouldBeTrue();
        await Should.ThrowAsync<HttpRequestException>(node.JsonAsync("metadata/versions"));
        (await controlPlane.JsonAsync("metadata/versions")).Status.ShouldBe(200);
        await machines.Listeners.CloseAsync(TestMachines.NodeName);
    }

    [Fact]
    public async Task FindNodeSocket_OfAControlPlane_IsNull()
    {
        await using var machines = await TestMachines.StartAsync();
        await machines.Listeners.OpenAsync(TestMachines.ControlPlane);
        machines.Listeners.FindNodeSocket(TestMachines.ControlPlaneName).ShouldBeNull();
        machines.Listeners.FindNodeSocket("no-such-node").ShouldBeNull();
    }

    [Fact]
    public async Task Open_AgainWithAnotherDescription_ServesThatOne()
    {
        await using var machines = await TestMachines.StartAsync();
        using var node = await machines.OpenAsync(TestMachines.Node);
        await machines.Listeners.OpenAsync(TestMachines.Node with { Compute = TestMachines.Node.Compute! with { VmSize = "Standard_D4s_v5" } });
        (await node.GetStringAsync("metadata/instance/compute/vmSize?api-version=2021-10-01&format=text")).ShouldBe("Standard_D4s_v5");
    }

    [Fact]
    public async Task Open_OfAMachineThatAnotherOwnerHasUnderThatName_IsRefusedAndTheFirstServesOn()
    {
        await using var machines = await TestMachines.StartAsync();
        using var node = await machines.OpenAsync(TestMachines.Node);

        var refusal = await Should.ThrowAsync<InvalidOperationException>(
            machines.Listeners.OpenAsync(TestMachines.Node with { OwnerResourceId = TestMachines.Cluster, Compute = null }));

        refusal.Message.ShouldContain(TestMachines.ScaleSet);
        refusal.Message.ShouldContain(TestMachines.Cluster);
        machines.Listeners.FindNodeSocket(TestMachines.NodeName).ShouldNotBeNull();
        (await node.GetStringAsync("metadata/instance/compute/vmSize?api-version=2021-10-01&format=text")).ShouldBe("Standard_DS2_v2");
    }

    [Fact]
    public async Task Open_ForTheSameOwnerInAnotherCase_IsTheSameSocket()
    {
        await using var machines = await TestMachines.StartAsync();
        var path = await machines.Listeners.OpenAsync(TestMachines.Node);

        (await machines.Listeners.OpenAsync(TestMachines.Node with { OwnerResourceId = TestMachines.ScaleSet.ToUpperInvariant() })).ShouldBe(path);
    }

    [Fact]
    public async Task Open_AfterTheOtherOwnersMachineWasClosed_Serves()
    {
        await using var machines = await TestMachines.StartAsync();
        await machines.Listeners.OpenAsync(TestMachines.Node);
        await machines.Listeners.CloseAsync(TestMachines.NodeName);

        using var node = await machines.OpenAsync(TestMachines.Node with { OwnerResourceId = TestMachines.Cluster });

        (await node.JsonAsync("metadata/versions")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Listeners_ManyAtOnce_EachAnswersForItsOwnMachine()
    {
        await using var machines = await TestMachines.StartAsync();
        var names = Enumerable.Range(0, 40).Select(i => $"node-{i}").ToList();
        await Task.WhenAll(names.Select(async name =>
        {
            using var client = await machines.OpenAsync(TestMachines.Node with { Name = name });
            (await client.GetStringAsync("metadata/instance/compute/osProfile/computerName?api-version=2021-10-01&format=text")).ShouldBe(name);
            await machines.Listeners.CloseAsync(name);
        }));
        System.IO.Directory.EnumerateFiles(machines.Sockets).ShouldBeEmpty();
    }

    private static async Task<bool> EndedAsync(Socket socket)
    {
        try
        {
            return await socket.ReceiveAsync(new byte[1]).WaitAsync(TimeSpan.FromSeconds(30)) == 0;
        }
        catch (SocketException)
        {
            return true;
        }
    }
}

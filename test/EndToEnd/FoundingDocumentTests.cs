namespace Verditer.EndToEnd;

/// <summary>The founding document, word for word, with both generations of clients and both builds.</summary>
public sealed class FoundingDocumentTests
{
    [Fact]
    public Task Document_WithDebian12sClientsAndTheJitBuild_Runs() => RunAsync(Build.Jit, Clients.Machine);

    [Fact]
    public Task Document_WithDebian13sClientsAndTheNativeFile_Runs() => RunAsync(Build.Native, Clients.Debian13);

    private static async Task RunAsync(Build build, Clients clients)
    {
        await using var azure = await LocalAzure.StartAsync(build, clients);
        var document = new FoundingDocument(azure);
        await document.RegisterPreviewAsync();
        var cluster = await document.CreateClusterAsync();
        var principalId = cluster["identity"]!["principalId"]!.GetValue<string>();
        await document.UseKubectlAsync();
        var token = await document.SignInAsNodeAsync();
        await document.TakeTheRoleAwayAsync(principalId);
        await document.RefuseTheMoveAsync();
        await document.DeleteClusterAsync(principalId, token);
    }
}

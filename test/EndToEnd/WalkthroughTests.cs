namespace Verditer.EndToEnd;

/// <summary>The quickstart as a person runs it: the real az against a throw-away Verditer.</summary>
public sealed class WalkthroughTests
{
    [Fact]
    public async Task Quickstart_OnAFreshState_RunsToItsEndAndLeavesNothing()
    {
        var scratch = System.IO.Directory.CreateTempSubdirectory("verditer-e2e-");
        try
        {
            Dictionary<string, string> environment = new(Checkout.Environment) { ["TMPDIR"] = scratch.FullName };

            var result = (await Shell.RunAsync(Path.Combine(Checkout.Root, "quickstart.sh"), [], environment, limit: TimeSpan.FromMinutes(15))).Ok();

            result.Output.ShouldContain("Microsoft.ContainerService/MSIPreview  Registered");
            result.Output.ShouldContain("does not support unregistration");
            result.Output.ShouldContain("could not be found");
            scratch.GetFileSystemInfos("verditer-quickstart*").ShouldBeEmpty();
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }
}

using System.Net;
using System.Text.RegularExpressions;
using Verditer.Core;

namespace Verditer.Host.Tests;

/// <summary>docs/coverage.md says what is served and which test proves it, and is written here.</summary>
public sealed partial class CoverageTests(SignedInHost signedIn) : IClassFixture<SignedInHost>
{
    internal const string RenewCommand = "VERDITER_RENEW=1 dotnet run --project test/Host.Tests -- -class Verditer.Host.Tests.CoverageTests";

    private static readonly string Root = FindRoot();
    private static readonly string PageFile = Path.Combine(Root, "docs", "coverage.md");
    private static readonly CoverageProofs Proofs = CoverageProofs.Parse(File.ReadLines(Path.Combine(Root, "test", "Host.Tests", "coverage-proofs.txt")));
    private static readonly IReadOnlySet<string> Classes = TestClasses.In(Root);

    private readonly Served _served = Served.By(signedIn.Host.Running.Services);

    [Fact]
    public async Task Page_IsWhatTheHostServes()
    {
        var today = await File.ReadAllTextAsync(PageFile);
        var page = new CoveragePage(_served, Proofs).Renew(today);
        if (Environment.GetEnvironmentVariable("VERDITER_RENEW") == "1")
        {
            await File.WriteAllTextAsync(PageFile, page);
            return;
        }

        var (line, written) = page.Split('\n').Zip(today.Split('\n')).FirstOrDefault(pair => pair.First != pair.Second);
        (page == today).ShouldBeTrue($"docs/coverage.md is out of date. Where it says\n  {written}\nit should say\n  {line}\nRenew it: {RenewCommand}");
    }

    [Fact]
    public void Row_WithoutAProof_IsRefused() => CoverageRows.Of(_served).Where(row => Proofs.Of(row).Count == 0).ShouldBeEmpty(
        "A line 'row -> project/TestClass' is missing for these in test/Host.Tests/coverage-proofs.txt.");

    [Fact]
    public void Proof_OfNothingThatIsServed_IsRefused() => Proofs.Idle(CoverageRows.Of(_served)).ShouldBeEmpty(
        "Nothing that is served fits these lines of test/Host.Tests/coverage-proofs.txt.");

    [Fact]
    public void Proof_ByAClassThatIsNotThere_IsRefused() => Proofs.Classes.Where(name => !Classes.Contains(name)).ShouldBeEmpty(
        "test/Host.Tests/coverage-proofs.txt names test classes that are not in the sources.");

    [Fact]
    public async Task Page_NamingATestClassThatIsNotThere_IsRefused()
    {
        var page = await File.ReadAllTextAsync(PageFile);
        var named = TestClassesOfAProject().Matches(page).SelectMany(match => match.Groups[2].Captures.Select(name => $"{match.Groups[1].Value}/{name.Value}")).ToList();
        named.ShouldNotBeEmpty();
        named.Where(name => !Classes.Contains(name)).ShouldBeEmpty(
            "docs/coverage.md names test classes that are not in the sources.");
    }

    [Fact]
    public async Task Type_ThatThePageCallsRefused_IsRefused()
    {
        var refused = _served.Namespaces.SelectMany(n => n.Refused).ToList();
        refused.ShouldNotBeEmpty();
        foreach (var (type, reason) in refused)
        {
            var path = $"{signedIn.Host.Group("kept").Split('?')[0]}/providers/{type}/one";
            using var refusal = await signedIn.Arm.PutAsync($"{path}?api-version=2021-04-01", """{"properties":{}}""");
            var error = await refusal.ShouldBeArmErrorAsync(HttpStatusCode.NotImplemented, "NotImplemented");
            error.Text("error", "message")!.ShouldContain(reason);
        }
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Verditer.slnx")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("run from a checkout");
        }

        return folder;
    }

    /// <summary><c>Cli.Tests `AsNodeTests`, `CommandTests`</c>.</summary>
    [GeneratedRegex(@"\b((?:\w+\.)+Tests|EndToEnd)(?:,? `(\w+)`)+")]
    private static partial Regex TestClassesOfAProject();
}

using System.Diagnostics;
using Verditer.Core;
using static Verditer.Explaining.Tests.Cases;

namespace Verditer.Explaining.Tests;

/// <summary>A command is typed as it is proposed: what it takes from data is data to the shell too.</summary>
public sealed class CommandTests
{
    [Theory]
    [InlineData("plain-Name_1.x:y@z/w", "plain-Name_1.x:y@z/w")]
    [InlineData("", "''")]
    [InlineData("two words", "'two words'")]
    [InlineData("$(id)", "'$(id)'")]
    [InlineData("it's", "'it'\\''s'")]
    [InlineData("(rg)", "'(rg)'")]
    public void Word_IsQuotedWhereAShellWouldReadIt(string word, string quoted) => AzCommands.Quote(word).ShouldBe(quoted);

    [Theory]
    [InlineData("$(touch x) `touch y` \"q\" 'single' \\ ; & | * ~ #")]
    [InlineData("'; touch x; '")]
    [InlineData("line\nbreak")]
    public async Task Word_InAShell_IsItself(string word)
    {
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"printf %s {AzCommands.Quote(word)}"]) { RedirectStandardOutput = true })!;

        (await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldBe(word);
    }

    [Fact]
    public void FederatedCredential_OfAForgedToken_IsOneWordOfJson()
    {
        const string Subject = "a'; touch x; echo '\"},{\"";
        var it = SignedIn(700213, facts: [("assertionSubject", Subject), ("registeredSubjects", "b"), ("assertionIssuer", "https://i/$(id)'"), ("assertionAudience", "api://x")]);

        var command = new FederatedSubjectMismatch().Recognize(it)!.Commands[0].Text;

        const string Before = " --parameters '";
        var json = command[(command.IndexOf(Before, StringComparison.Ordinal) + Before.Length)..^1].Replace("'\\''", "'", StringComparison.Ordinal);
        var body = Json.ParseObject(System.Text.Encoding.UTF8.GetBytes(json));
        (body.Text("subject"), body.Text("issuer")).ShouldBe((Subject, "https://i/$(id)'"));
        command.Replace("'\\''", "", StringComparison.Ordinal).Count(c => c == '\'').ShouldBe(2);
    }

    [Fact]
    public void ClientId_AsItWasSent_IsOneWord()
    {
        var it = SignedIn(7000215);
        it = it with { SignIn = it.SignIn! with { ClientId = "x; touch y" } };

        new WrongSecret().Recognize(it)!.Commands.ShouldAllBe(c => c.Text.Contains("--id 'x; touch y'"));
    }
}

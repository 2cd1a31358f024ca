using System.Diagnostics;
using CsCheck;
using Verditer.Core;

namespace Verditer.Cli.Tests;

public sealed class ShellQuotingTests
{
    [Fact]
    public void Sh_AnyText_IsReadBackByAShell() =>
        Gen.String[Gen.Char["ab '\"\\$`!*\t;&|<>(){}#~=%"], 0, 30].Sample(value =>
        {
            var script = ShellQuoting.Write("sh", [new("VERDITER_TEST", value)]) + "\nprintf '%s' \"$VERDITER_TEST\"";
            using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", script]) { RedirectStandardOutput = true })!;
            shell.StandardOutput.ReadToEnd().ShouldBe(value);
        }, iter: 40, threads: 1);

    [Theory]
    [InlineData("fish", @"a'b\c", @"set -gx X 'a\'b\\c'")]
    [InlineData("powershell", "a'b", "$env:X = 'a''b'")]
    public void OtherShell_Quotes_AreEscapedItsWay(string shell, string value, string expected) =>
        ShellQuoting.Write(shell, [new("X", value)]).ShouldBe(expected);

    [Fact]
    public void Json_IsOneObject() =>
        Json.ParseObject(System.Text.Encoding.UTF8.GetBytes(ShellQuoting.Write("json", [new("X", "1")]))).Text("X").ShouldBe("1");
}

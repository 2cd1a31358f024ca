using System.Globalization;

namespace Verditer.Bench;

/// <summary>Prints one line a figure.</summary>
internal static class Report
{
    public static void Title(string text) => Console.WriteLine($"\n{text}");

    public static void Figure(string what, double value, string unit, string? target = null, bool met = true) =>
        Line(what, $"{Number(value)} {unit}", "", target, met);

    /// <summary>A figure, and what share it is of something that was run beside it.</summary>
    public static void Ratio(string what, double value, string beside, double other, double? target = null) => Line(
        what,
        $"{Number(value)} /s",
        string.Create(CultureInfo.InvariantCulture, $"{value / other:0.00} of {beside} ({Number(other)} /s)"),
        target is null ? null : string.Create(CultureInfo.InvariantCulture, $"at least {target:0.00}"),
        value / other >= (target ?? 0));

    /// <summary>How much of one share is left in another.</summary>
    public static void Share(string what, double value, double other, double target) => Line(
        what, string.Create(CultureInfo.InvariantCulture, $"{value / other:0.00}"), "", string.Create(CultureInfo.InvariantCulture, $"at least {target:0.00}"), value / other >= target);

    public static void NotServed(string what) => Line(what, "not served", "", null, true);

    private static void Line(string what, string figure, string ratio, string? target, bool met) =>
        Console.WriteLine($"  {what,-44} {figure,14}  {ratio}{(target is null ? "" : $"  [{target}: {(met ? "met" : "MISSED")}]")}");

    private static string Number(double value) => value.ToString(value < 100 ? "0.0" : "#,0", CultureInfo.InvariantCulture);
}

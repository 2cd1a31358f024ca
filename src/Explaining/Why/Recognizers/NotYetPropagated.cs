using Verditer.Core;

namespace Verditer.Explaining;

/// <summary>The role was given a moment ago and is not seen yet.</summary>
internal sealed class NotYetPropagated : IRecognizer
{
    public Finding? Recognize(Case it) => it.Explanation?.Assignments.FirstOrDefault(a => a.Verdict == AssignmentVerdict.NotYetVisible) is { VisibleFrom: { } from } late
        ? new("not-yet-propagated", $"{late.RoleName} at {late.Scope} was given, and is seen from {RefusalFacts.Time(from)} on.",
            $"It happened {Duration(from - it.Time)} too early. In Azure a new assignment takes up to ten minutes; here `verditer faults` set the delay.",
            new MendingCommand($"verditer clock advance {Math.Max(1, (int)Math.Ceiling((from - it.Time).TotalSeconds))}s", "moves Verditer's clock there"),
            new MendingCommand("verditer faults clear role-propagation", "assignments are seen at once again"))
        : null;

    private static string Duration(TimeSpan time) => time.TotalMinutes >= 2 ? $"{(int)time.TotalMinutes} minutes" : $"{(int)Math.Ceiling(time.TotalSeconds)} seconds";
}

using Verditer.Core;

namespace Verditer.Explaining;

/// <summary>By the host's clock all would be well: only the move of Verditer's clock ended it, or set it before its beginning.</summary>
internal sealed class ClockMoved : IRecognizer
{
    private static readonly (string What, string Starts, string Ends)[] Lives =
    [
        ("token", RefusalFacts.TokenStarts, RefusalFacts.TokenEnds),
        ("secret", "secretStarts", "secretEnds"),
    ];

    public Finding? Recognize(Case it)
    {
        var host = it.Time - it.Offset;
        foreach (var (what, starts, ends) in Lives)
        {
            var isFuture = it.FactTime(starts) is { } start && start > it.Time && start <= host.AddMinutes(1);
            var isPast = it.FactTime(ends) is { } end && end <= it.Time && end > host;
            if (isFuture || isPast)
            {
                return new("clock-moved", $"Verditer's clock was moved, and the {what} {(isFuture ? "begins later" : "has ended")} by it.",
                    $"Verditer's time was {RefusalFacts.Time(it.Time)}, the host's {RefusalFacts.Time(host)}.",
                    what == "token"
                        ? [new("verditer login", "signs in again, by the new time"), new("verditer clock set host", "or goes back to the host's time")]
                        : [new("verditer clock set host", "goes back to the host's time")]);
            }
        }

        return null;
    }
}

namespace Verditer.Explaining;

/// <summary>A known mistake that a case turned out to be.</summary>
/// <param name="Name">Its lasting name, such as <c>expired-secret</c>.</param>
/// <param name="Title">One line.</param>
/// <param name="Text">Why it is so; lines are kept.</param>
/// <param name="Commands">What mends it, the least far-reaching first.</param>
public sealed record Finding(string Name, string Title, string Text, params IReadOnlyList<MendingCommand> Commands);

/// <param name="Text">A command that can be typed as it is, but for words in capitals.</param>
/// <param name="Why">What it does.</param>
public sealed record MendingCommand(string Text, string Why);

/// <summary>Recognizes one known mistake.</summary>
public interface IRecognizer
{
    /// <summary>Null where the case is something else.</summary>
    Finding? Recognize(Case it);
}

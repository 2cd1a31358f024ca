namespace Verditer.Core;

/// <summary>Keeps what was refused, with all that decided it at that time. Nobody waits for it to be written.</summary>
public interface IRefusalLog
{
    /// <summary>Keeps a refusal.</summary>
    /// <returns>The command that explains it, for the answer; null where nothing is kept.</returns>
    string? Add(RefusedRequest request);
}

/// <summary>Keeps nothing.</summary>
public sealed class NoRefusalLog : IRefusalLog
{
    public string? Add(RefusedRequest request) => null;
}

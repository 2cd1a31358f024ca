namespace Verditer.Storage;

/// <summary>The state was written by a newer program. It has not been touched. The message says what to do.</summary>
public sealed class StateVersionException : Exception
{
    public StateVersionException(string path, int found, int known)
        : base($"The state in '{path}' has version {found}, and this program knows versions up to {known}. "
            + "Start the newer Verditer that wrote it, or choose another, empty state folder. Nothing was changed.") =>
        (Path, Found, Known) = (path, found, known);

    public string Path { get; }

    /// <summary>The version that the state has.</summary>
    public int Found { get; }

    /// <summary>The newest version that this program knows.</summary>
    public int Known { get; }
}

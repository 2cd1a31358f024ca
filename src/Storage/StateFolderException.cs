namespace Verditer.Storage;

/// <summary>The state folder or a file in it cannot be used. The message names the path and what mends it, for a person to read.</summary>
public sealed class StateFolderException : IOException
{
    public StateFolderException(string path, string message, Exception? cause = null)
        : base(message, cause) => Path = path;

    /// <summary>The folder or file that the message is about.</summary>
    public string Path { get; }
}

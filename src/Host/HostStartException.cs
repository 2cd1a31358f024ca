namespace Verditer.Host;

/// <summary>Verditer cannot start. The message says what to do, for a person to read.</summary>
public sealed class HostStartException(string message, Exception? cause = null) : Exception(message, cause);

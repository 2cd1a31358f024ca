namespace Verditer.Core;

/// <summary>An engine cannot do what was asked, and trying again by itself would not help. The message says why and what to do: it is shown to the user.</summary>
public class ClusterEngineException(string message, Exception? inner = null) : Exception(message, inner);

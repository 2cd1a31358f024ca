namespace Verditer.Kubernetes.Controllers;

/// <summary>Why a node is not ready.</summary>
/// <param name="Message">As the condition <c>Ready</c> shows it.</param>
internal sealed record NodeProblem(string Message);

namespace Verditer.Core;

/// <summary>A right that was asked for and that decided a refusal.</summary>
/// <param name="Action">The action, as Resource Manager names it.</param>
/// <param name="Scope">The scope, in the case of the request.</param>
/// <param name="For">What the caller was about to do with it, where the right is one over another resource (a linked scope).</param>
public sealed record RefusedAccess(string Action, string Scope, RefusedAccess? For = null);

namespace Verditer.Core;

/// <summary>A refusal in Resource Manager's form. <see cref="Code"/> and <see cref="Message"/> are exactly Azure's; what mends it is in <see cref="Details"/>.</summary>
/// <param name="Status">The HTTP status, 400 to 599.</param>
/// <param name="Code">Azure's error code, such as <c>AuthorizationFailed</c>.</param>
/// <param name="Message">Azure's text.</param>
/// <param name="Target">What the error is about: a JSON path, a parameter's name.</param>
/// <param name="Details">Further causes, and the command that mends it.</param>
/// <remarks>Source: https://github.com/Azure/azure-resource-manager-rpc/blob/master/v1.0/common-api-details.md#error-response-content</remarks>
public sealed record ArmError(
    int Status,
    string Code,
    string Message,
    string? Target = null,
    IReadOnlyList<ArmErrorDetail>? Details = null)
{
    /// <summary>Headers that go with the refusal, such as <c>WWW-Authenticate</c> or <c>x-ms-failure-cause</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The right that was missing, where that is the reason. Not sent: for whoever explains the refusal.</summary>
    public RefusedAccess? Access { get; init; }

    /// <summary>What else decided it, by the names of <see cref="RefusalFacts"/>. Not sent.</summary>
    public IReadOnlyDictionary<string, string>? Facts { get; init; }

    /// <summary>The same refusal with one more thing that decided it; a null value adds nothing.</summary>
    public ArmError Because(string fact, string? value) =>
        value is null ? this : this with { Facts = new Dictionary<string, string>(Facts ?? new Dictionary<string, string>(), StringComparer.Ordinal) { [fact] = value } };

    /// <summary>The same refusal with one more detail.</summary>
    public ArmError With(string code, string message, string? target = null) =>
        this with { Details = [.. Details ?? [], new ArmErrorDetail(code, message, target)] };

    /// <summary>The same refusal with the text that says what mends it.</summary>
    public ArmError Mend(string text) => With("HowToMend", text);

    public ArmError WithHeader(string name, string value) => this with { Headers = [.. Headers, new(name, value)] };
}

/// <summary>One entry of <c>error.details</c>.</summary>
public sealed record ArmErrorDetail(string Code, string Message, string? Target = null);

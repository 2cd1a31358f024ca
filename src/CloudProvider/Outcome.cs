using System.Diagnostics.CodeAnalysis;

namespace Verditer.CloudProvider;

/// <summary>A value, or why there is none.</summary>
internal readonly struct Outcome<T>
{
    private readonly T? _value;

    private Outcome(T? value, CloudError? error) => (_value, Error) = (value, error);

    public CloudError? Error { get; }

    public bool TryGet([MaybeNullWhen(false)] out T value, [NotNullWhen(false)] out CloudError? error)
    {
        value = _value;
        error = Error;
        return error is null;
    }

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(CloudError error) => new(default, error);
}

using System.Diagnostics.CodeAnalysis;

namespace Verditer.Core;

/// <summary>A value, or Resource Manager's refusal. Protocol errors travel as values, never as exceptions.</summary>
public readonly struct Result<T>
{
    private readonly T? _value;

    private Result(T? value, ArmError? error) => (_value, Error) = (value, error);

    public ArmError? Error { get; }

    /// <summary>The value. Throws when this is an error: look at <see cref="TryGet"/> or <see cref="Error"/> first.</summary>
    public T Value => Error is null ? _value! : throw new InvalidOperationException($"{Error.Code}: {Error.Message}");

    public bool TryGet([MaybeNullWhen(false)] out T value, [NotNullWhen(false)] out ArmError? error)
    {
        value = _value;
        error = Error;
        return error is null;
    }

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(ArmError error) => new(default, error);
}

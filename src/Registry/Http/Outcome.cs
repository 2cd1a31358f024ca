using System.Diagnostics.CodeAnalysis;

namespace Verditer.Registry;

/// <summary>A value, or the registry's refusal.</summary>
internal readonly struct Outcome<T>
{
    private readonly T? _value;

    private Outcome(T? value, RegistryError? error) => (_value, Error) = (value, error);

    public RegistryError? Error { get; }

    public bool TryGet([MaybeNullWhen(false)] out T value, [NotNullWhen(false)] out RegistryError? error)
    {
        value = _value;
        error = Error;
        return error is null;
    }

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(RegistryError error) => new(default, error);
}

using System.Globalization;
using CsCheck;

namespace Verditer.Fuzzing;

/// <summary>
/// Generated inputs against one reader of what strangers send: a bounded number in a test run, and as long as <c>VERDITER_FUZZ_SECONDS</c> says for <c>scripts/fuzz.sh</c>. CsCheck
/// shrinks an input that fails and prints its seed. One that is not done with after a minute hangs.
/// </summary>
internal static class Fuzz
{
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(1);

    private static readonly int Seconds =
        int.TryParse(Environment.GetEnvironmentVariable("VERDITER_FUZZ_SECONDS"), CultureInfo.InvariantCulture, out var seconds) ? seconds : -1;

    /// <param name="holds">False, or an exception, for an input that was not taken as it should be.</param>
    public static Task RunAsync<T>(Gen<T> inputs, int iterations, Func<T, Task<bool>> holds) => inputs.SampleAsync(
        input => Task.Run(() => holds(input)).WaitAsync(Hang), iter: Seconds > 0 ? -1 : iterations, time: Seconds, threads: 1);

    /// <inheritdoc cref="RunAsync{T}(Gen{T}, int, Func{T, Task{bool}})"/>
    public static Task RunAsync<T>(Gen<T> inputs, int iterations, Action<T> take) => RunAsync(inputs, iterations, input =>
    {
        take(input);
        return Task.FromResult(true);
    });
}

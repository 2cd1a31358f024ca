namespace Verditer.Faults;

/// <summary>An even share between 0 and 1 for each number, the same for the same seed in every process.</summary>
/// <remarks>The mixing of SplitMix64: https://prng.di.unimi.it/splitmix64.c</remarks>
internal static class SeededShare
{
    public static double Of(int seed, int number)
    {
        unchecked
        {
            var mixed = ((ulong)(uint)seed << 32 | (uint)number) + 0x9E3779B97F4A7C15UL;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9UL;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
            return ((mixed ^ (mixed >> 31)) >> 11) * (1.0 / (1UL << 53));
        }
    }
}

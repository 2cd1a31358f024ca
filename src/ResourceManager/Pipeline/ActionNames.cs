using System.Collections.Concurrent;
using Verditer.Core;

namespace Verditer.ResourceManager;

/// <summary>The names of actions by type and verb, made once each.</summary>
internal static class ActionNames
{
    private static readonly ConcurrentDictionary<(ResourceType, string), string> Known = new();

    public static string Of(ResourceType type, string verb) => Known.GetOrAdd((type, verb), static key => $"{key.Item1.FullName}/{key.Item2}");
}

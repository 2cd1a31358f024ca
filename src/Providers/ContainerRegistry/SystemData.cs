using System.Globalization;
using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.ContainerRegistry;

/// <summary>Who made a resource and who changed it last. Source: systemData in https://learn.microsoft.com/rest/api/containerregistry/registries/get</summary>
internal static class SystemData
{
    public static void Apply(WriteRequest request, DateTimeOffset now)
    {
        var data = (request.Existing?.Body["systemData"] as JsonObject)?.Copy() ?? [];
        if (request.IsCreation)
        {
            Note(data, request.Caller, now, "createdBy", "createdAt");
        }

        Note(data, request.Caller, now, "lastModifiedBy", "lastModifiedAt");
        request.Body["systemData"] = data;
    }

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffff+00:00", CultureInfo.InvariantCulture);

    private static void Note(JsonObject data, Caller caller, DateTimeOffset now, string by, string at)
    {
        data[by] = caller.ClientName;
        data[by + "Type"] = caller.Kind == PrincipalKind.User ? "User" : "Application";
        data[at] = Time(now);
    }
}

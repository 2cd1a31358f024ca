using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Operations;

/// <summary>An operation's record as a document of the collection <c>operations</c>, whose key is the operation's id.</summary>
internal static class OperationJson
{
    public const string Collection = "operations";

    public static byte[] Write(OperationRecord record)
    {
        var json = new JsonObject
        {
            ["kind"] = record.Kind,
            ["tenantId"] = record.TenantId,
            ["subscriptionId"] = record.SubscriptionId,
            ["provider"] = record.Provider,
            ["location"] = record.Location,
            ["resourceId"] = record.ResourceId,
            ["status"] = record.Status.ToString(),
            ["state"] = record.State.Copy(),
            ["startTime"] = Text(record.StartTime),
            ["dueAt"] = Text(record.DueAt),
            ["dueSince"] = Text(record.DueSince),
        };
        if (record.Attempts > 0)
        {
            json["attempts"] = record.Attempts;
        }

        if (record.EndTime is { } end)
        {
            json["endTime"] = Text(end);
        }

        if (record.Error is { } error)
        {
            json["error"] = ErrorJson.Write(error);
        }

        if (record.Result is { } result)
        {
            json["result"] = result.DeepClone();
        }

        return Json.ToBytes(json);
    }

    /// <exception cref="JsonException">The bytes are not an operation's record.</exception>
    public static OperationRecord Read(string id, ReadOnlySpan<byte> body)
    {
        var json = Json.ParseObject(body);
        return new(
            id,
            Required(json, "kind"),
            Required(json, "tenantId"),
            json.Text("subscriptionId"),
            Required(json, "provider"),
            json.Text("location"),
            json.Text("resourceId"),
            Enum.TryParse(Required(json, "status"), out OperationStatus status) ? status : throw new JsonException("status is unknown."),
            json["state"] is JsonObject state ? state.Copy() : [],
            Time(json, "startTime") ?? throw new JsonException("startTime is missing."),
            Time(json, "endTime"),
            Time(json, "dueAt") ?? throw new JsonException("dueAt is missing."),
            json["error"] is JsonObject error ? ErrorJson.Read(error) : null,
            json["result"]?.DeepClone())
        {
            Attempts = json.Number("attempts") ?? 0,
            DueSince = Time(json, "dueSince") ?? throw new JsonException("dueSince is missing."),
        };
    }

    private static string Text(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);

    private static DateTimeOffset? Time(JsonObject json, string name) =>
        json.Text(name) is not { } text
            ? null
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time)
                ? time
                : throw new JsonException($"{name} is not a time.");

    private static string Required(JsonObject json, string name) => json.Text(name) ?? throw new JsonException($"{name} is missing.");
}

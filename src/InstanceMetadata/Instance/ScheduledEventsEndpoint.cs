using System.Text.Json.Nodes;

namespace Verditer.InstanceMetadata;

/// <summary>Maintenance that is coming: none, for nothing below Verditer's machines is ever maintained.</summary>
/// <remarks>Source: https://learn.microsoft.com/azure/virtual-machines/linux/scheduled-events</remarks>
internal sealed class ScheduledEventsEndpoint : IMetadataEndpoint
{
    public string Path => "scheduledevents";

    /// <summary>This category has a count of its own.</summary>
    public IReadOnlyList<string> Versions { get; } =
    [
        "2017-03-01", "2017-08-01", "2017-11-01", "2019-01-01", "2019-04-01", "2019-08-01", "2020-07-01",
    ];

    public ValueTask<MetadataAnswer> AnswerAsync(MetadataRequest request) =>
        new(MetadataAnswer.Json(new JsonObject { ["DocumentIncarnation"] = 1, ["Events"] = new JsonArray() }));
}

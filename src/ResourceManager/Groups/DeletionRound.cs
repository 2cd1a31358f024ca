using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Operations;

namespace Verditer.ResourceManager;

/// <summary>
/// The notes of a group's deletion. In a round each resource is asked once to go; when nothing is being deleted any more the round has ended, and what is left
/// tells whether it came to anything.
/// </summary>
internal sealed class DeletionRound
{
    /// <summary>After so many rounds in a row that came to nothing the deletion has failed.</summary>
    public const int MostWithoutProgress = 5;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    private readonly JsonObject _state;
    private readonly JsonObject _asked;

    public DeletionRound(JsonObject state, int left)
    {
        _state = state.Copy();
        _asked = _state.Section("asked");
        _state["left"] ??= left;
    }

    /// <summary>To be kept until the next piece of work.</summary>
    public JsonObject State => _state;

    public bool HasAsked(ResourceId id) => _asked.ContainsKey(id.Key);

    /// <summary>The operation that deletes the resource; null when it was not asked, or refused, or went at once.</summary>
    public string? OperationOf(ResourceId id) => _asked.Text(id.Key, "operation");

    public void Note(ResourceId id, ArmReply reply)
    {
        var note = new JsonObject();
        if (reply.Error is { } error)
        {
            note["error"] = ErrorBody.Node(error);
        }
        else if (AsyncHeaders.OperationOf(reply) is { } operation)
        {
            note["operation"] = operation;
        }

        _asked[id.Key] = note;
    }

    public void NoteEnd(ResourceId id, OperationRecord operation)
    {
        if (operation.Error is { } error)
        {
            _asked[id.Key] = new JsonObject { ["error"] = ErrorBody.Node(error) };
        }
    }

    /// <summary>Why a resource did not go, and what its refusal says besides.</summary>
    public IEnumerable<ArmErrorDetail> ReasonsOf(ResourceId id)
    {
        var error = _asked[id.Key]?["error"];
        yield return new(error.Text("code") ?? "Conflict", error.Text("message") ?? "It was deleted and is there again.", id.Text);
        foreach (var detail in error?["details"] as JsonArray ?? [])
        {
            yield return new(detail.Text("code") ?? "", detail.Text("message") ?? "", detail.Text("target"));
        }
    }

    /// <summary>Ends the round and begins the next: at once when fewer resources are left, else after a pause that grows; null when there have been enough.</summary>
    public TimeSpan? Next(int left)
    {
        var rounds = left < _state.Number("left") ? 0 : (_state.Number("rounds") ?? 0) + 1;
        if (rounds >= MostWithoutProgress)
        {
            return null;
        }

        (_state["left"], _state["rounds"]) = (left, rounds);
        _asked.Clear();
        return rounds == 0 ? TimeSpan.Zero : FirstPause * (1 << (rounds - 1));
    }
}

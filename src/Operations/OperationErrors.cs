using Verditer.Core;

namespace Verditer.Operations;

/// <summary>How operations fail that did not say so themselves.</summary>
internal static class OperationErrors
{
    public static ArmError GaveUp(OperationRecord record) =>
        ArmErrors.Internal($"The operation '{record.Kind}' was tried {record.Attempts + 1} times and could not be completed.")
            .Mend($"Verditer's log says why, under the operation id '{record.Id}'. The request can be sent again.");

    public static ArmError NoHandler(OperationRecord record) =>
        ArmErrors.Internal($"This Verditer does not know how to carry out the operation '{record.Kind}'.")
            .Mend("It was started by another version: start that one, or send the request again.");
}

using Grpc.Core;

namespace Verditer.Clusters.Containers;

/// <summary>A runtime's refusal in the words of a kubelet.</summary>
internal static class RuntimeErrors
{
    public static string Describe(RpcException error) => $"rpc error: code = {error.StatusCode} desc = {error.Status.Detail}";
}

using Microsoft.AspNetCore.Http;

namespace Verditer.Kubernetes;

internal sealed class OpenApiDocuments
{
    public Task AnswerAsync(HttpContext http, string path) => ApiAnswer.ErrorAsync(http, KubernetesErrors.Unserved());
}

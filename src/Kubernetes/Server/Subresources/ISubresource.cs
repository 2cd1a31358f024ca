namespace Verditer.Kubernetes;

/// <summary>One subresource that is more than a part of its object.</summary>
internal interface ISubresource
{
    /// <summary><c>*</c> for every resource that has it.</summary>
    string Plural { get; }

    string Name { get; }

    Task AnswerAsync(ApiCall call);
}

namespace Loadline.Gateway.Forwarding;

/// <summary>What exchanges keep of a request beyond its figures.</summary>
/// <param name="KeepsContent">Whether prompts and answers are kept (<c>storage.content: on</c>).</param>
internal sealed record RequestMemory(bool KeepsContent);

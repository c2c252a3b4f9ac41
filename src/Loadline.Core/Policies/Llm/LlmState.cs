namespace Loadline.Core.Policies;

/// <summary>What a router model has said and cost so far: labels by prompt.</summary>
public sealed class LlmState : AskedMemory<string>;

using Loadline.Core.Policies;

namespace Loadline.Core.Configuration.Reading;

/// <summary>A policy as read, with the places of the candidates it names.</summary>
internal sealed record PolicyDraft(PolicyConfig Config, IReadOnlyList<Located<string>> Names)
{
    /// <summary>Gets the models it names beside candidates: any of the config's, in the pool or not.</summary>
    public List<Located<string>> Models { get; init; } = [];

    /// <summary>Gets the models it names to embed messages: any of the config's that make embeddings.</summary>
    public List<Located<string>> Embedders { get; init; } = [];
}

namespace Loadline.Gateway.Upstreams.Protocols;

/// <summary>What is asked of an upstream.</summary>
internal enum UpstreamOperation : byte
{
    /// <summary>An answer, in the provider's dialect.</summary>
    Chat,

    /// <summary>Embeddings, always in OpenAI's dialect.</summary>
    Embeddings,

    /// <summary>How many tokens a prompt has, in the provider's dialect.</summary>
    CountTokens,

    /// <summary>Its list of models, with GET.</summary>
    Models,
}

namespace Loadline.Testing;

/// <summary>When and where a fake upstream reports token usage.</summary>
public enum UsageReport
{
    /// <summary>As OpenAI: always in a plain reply; on a stream in a chunk of its own, if <c>stream_options.include_usage</c> asked for it.</summary>
    Usual,

    /// <summary>On a stream too, asked for or not, in a chunk of its own.</summary>
    Always,

    /// <summary>On a stream in the last chunk that has choices (Mistral, DeepSeek), asked for or not.</summary>
    WithChoices,

    /// <summary>Nowhere.</summary>
    Never,
}

namespace Loadline.Core.Cascades;

/// <summary>What must be known of an answer before it may be served.</summary>
[Flags]
public enum DraftNeeds : byte
{
    /// <summary>Nothing: it is passed on as it comes.</summary>
    None,

    /// <summary>Its text and why it stopped.</summary>
    Text = 1,

    /// <summary>The log-probabilities of its tokens; providers must be asked for them.</summary>
    Logprobs = 2,

    /// <summary>The alternatives to its tokens, too.</summary>
    Alternatives = 4,
}

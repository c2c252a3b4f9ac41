namespace Loadline.Wire.Conversion;

/// <summary>The upstream that a request is written for.</summary>
/// <param name="Dialect">What it speaks.</param>
/// <param name="Model">Its name of the model.</param>
public sealed record UpstreamTarget(Dialect Dialect, string Model)
{
    /// <summary>Gets whose server it is. Default: unknown, which is sent the plainest form of the dialect.</summary>
    public UpstreamServer Server { get; init; }

    /// <summary>Gets the most tokens the model generates in one reply; <see langword="null"/>: not known, nothing is clamped.</summary>
    public int? MaxOutputTokens { get; init; }

    /// <summary>Gets the candidate's own effort, which wins over the caller's; <see cref="ReasoningEffort.Unset"/>: the caller's.</summary>
    public ReasoningEffort Effort { get; init; }

    /// <summary>Gets what the model takes; by default guessed from its name.</summary>
    public ModelTraits Traits { get; init; } = ModelTraits.Guess(Dialect, Model);
}

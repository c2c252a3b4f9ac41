namespace Loadline.Core.Configuration;

/// <summary>How a model's calls are shared among its deployments.</summary>
public enum Balance : byte
{
    /// <summary>Drawn by weight. The default.</summary>
    Weighted,

    /// <summary>One after another, each as often as its weight says.</summary>
    RoundRobin,

    /// <summary>The one with the fewest calls under way for its weight.</summary>
    LeastBusy,

    /// <summary>The better of two drawn at random: calls under way times its lately worst time to the first token.</summary>
    PowerOfTwo,

    /// <summary>The one expected to cost least.</summary>
    Cheapest,

    /// <summary>The same one for the same conversation, so that a provider's prompt cache survives.</summary>
    CacheAffine,
}

namespace Loadline.Learning.Training;

/// <summary>How the first layer (the text's linear outputs) is fitted. Set once, the same for every table; on what, docs/learning.md says.</summary>
internal static class BaseOptions
{
    /// <summary>Weight of the character n-grams beside the words, which have 1.</summary>
    public const float GramWeight = 1f;

    /// <summary>Length of the dense block where every feature stands at one standard deviation.</summary>
    public const float DenseWeight = 0.4f;

    public const float TaskCost = 1f;

    /// <summary>One class stands against many: its rows count more.</summary>
    public const float TaskPositiveWeight = 5f;

    /// <summary>Naive Bayes beside the margins of a classifier by itself: intents are short and many. Tasks inferred for routing gain nothing by it.</summary>
    public const float IntentBayesShare = 0.5f;

    public const float HeadCost = 0.05f;

    public const int Epochs = 12;
}

namespace Loadline.Core.Checks;

/// <summary>How sure a model was of its tokens: sums over natural log-probabilities, as they come.</summary>
public sealed class TokenLogprobs
{
    private double _sum;
    private double _squares;
    private double _entropies;
    private int _withEntropy;
    private double? _average;

    /// <summary>Gets the number of tokens seen.</summary>
    public int Count { get; private set; }

    /// <summary>Gets a value indicating whether nothing was told at all.</summary>
    public bool IsEmpty => Count == 0 && _withEntropy == 0 && _average is null;

    /// <summary>Gets the lowest log-probability; not a number before the first token.</summary>
    public double Min { get; private set; } = double.NaN;

    /// <summary>Gets the mean log-probability; where the provider tells no more than a mean (Gemini's <c>avgLogprobs</c>), that one. Not a number where nothing is known.</summary>
    public double Mean => Count > 0 ? _sum / Count : _average ?? double.NaN;

    /// <summary>Gets the sample deviation of the log-probabilities; not a number below two tokens.</summary>
    public double Deviation => Count > 1 ? Math.Sqrt(Math.Max(0, (_squares - (_sum * _sum / Count)) / (Count - 1))) : double.NaN;

    /// <summary>Gets the mean entropy over the alternatives told, in nats; what is left of the probability counts as one more. Not a number where none are told.</summary>
    public double Entropy => _withEntropy > 0 ? _entropies / _withEntropy : double.NaN;

    /// <summary>Takes the next token's natural log-probability, at most 0.</summary>
    public void Add(double logprob)
    {
        // Servers write -9999 for "next to impossible"; one such token must not decide a mean over hundreds.
        var bounded = Math.Clamp(logprob, -20, 0);
        Count++;
        _sum += bounded;
        _squares += bounded * bounded;
        Min = Count == 1 ? bounded : Math.Min(Min, bounded);
    }

    /// <summary>Takes the alternatives of one token.</summary>
    public void AddAlternatives(ReadOnlySpan<double> logprobs)
    {
        var left = 1.0;
        var entropy = 0.0;
        foreach (var logprob in logprobs)
        {
            var probability = Math.Exp(Math.Min(0, logprob));
            left -= probability;
            entropy -= probability > 0 ? probability * logprob : 0;
        }

        entropy -= left > 1e-9 ? left * Math.Log(left) : 0;
        _entropies += entropy;
        _withEntropy++;
    }

    /// <summary>Takes a mean that the provider computed itself.</summary>
    public void SetAverage(double mean) => _average = mean;
}

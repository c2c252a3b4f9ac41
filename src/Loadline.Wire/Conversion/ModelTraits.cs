using System.Globalization;

namespace Loadline.Wire.Conversion;

/// <summary>What a model takes, as far as requests for it must differ.</summary>
/// <param name="Thinking">How it is told how long to think.</param>
/// <param name="TakesSampling">Whether it takes temperature, top_p and top_k.</param>
/// <param name="TakesSchema">Whether it takes a JSON Schema for its answer.</param>
public sealed record ModelTraits(ThinkingForm Thinking, bool TakesSampling, bool TakesSchema)
{
    /// <summary>Gets a value indicating whether the model insists on a thought signature with every call (Gemini 3).</summary>
    public bool NeedsCallSignature { get; init; }

    /// <summary>Gets a value indicating whether the model goes on from an assistant message that ends the conversation (prefill).</summary>
    public bool TakesPrefill { get; init; } = true;

    /// <summary>Gets the least effort it knows by name.</summary>
    public ReasoningEffort LeastEffort { get; init; } = ReasoningEffort.None;

    /// <summary>Gets the greatest effort it knows by name.</summary>
    public ReasoningEffort MostEffort { get; init; } = ReasoningEffort.Max;

    /// <summary>Guesses from the model's name; names of unknown shape get the dialect's most common traits.</summary>
    public static ModelTraits Guess(Dialect dialect, string model) => dialect switch
    {
        Dialect.Anthropic or Dialect.Bedrock => Claude(model),
        Dialect.Gemini => Google(model),
        _ => OpenAI(model),
    };

    // Budgets until 4.5; from 4.6 on adaptive thinking with an effort, and from Opus 4.7 on no sampling parameters.
    private static ModelTraits Claude(string model)
    {
        if (!model.Contains("claude", StringComparison.OrdinalIgnoreCase))
        {
            return new ModelTraits(ThinkingForm.None, true, false);
        }

        var (major, minor) = Version(model);
        var version = major + (minor / 10.0);
        return new ModelTraits(
            version >= 4.6 ? ThinkingForm.Level : version >= 3.7 ? ThinkingForm.Budget : ThinkingForm.None,
            version < 4.7,
            version >= 4.5)
        {
            TakesPrefill = version < 4.6,
            LeastEffort = ReasoningEffort.Low,
            MostEffort = version >= 4.6 ? ReasoningEffort.Max : ReasoningEffort.High,
        };
    }

    private static ModelTraits Google(string model)
    {
        var (major, minor) = Version(model);
        var thinking = major >= 3 ? ThinkingForm.Level : major == 2 && minor >= 5 ? ThinkingForm.Budget : ThinkingForm.None;
        return new ModelTraits(thinking, true, true)
        {
            NeedsCallSignature = major >= 3,
            LeastEffort = ReasoningEffort.Low,
            MostEffort = ReasoningEffort.High,
        };
    }

    private static ModelTraits OpenAI(string model)
    {
        var name = model[(model.LastIndexOf('/') + 1)..];
        var isOSeries = name.Length > 1 && name[0] == 'o' && char.IsAsciiDigit(name[1]);
        var isReasoning = isOSeries || Starts(name, "gpt-5", "gpt-6", "codex");
        var isPlain = Starts(name, "gpt-3", "gpt-4", "chatgpt");
        var isFirstFive = Starts(name, "gpt-5") && !Starts(name, "gpt-5.");
        return new ModelTraits(
            isPlain ? ThinkingForm.None : ThinkingForm.Level,
            !isReasoning || name.Contains("-chat", StringComparison.Ordinal),
            true)
        {
            LeastEffort = isOSeries ? ReasoningEffort.Low : isFirstFive ? ReasoningEffort.Minimal : ReasoningEffort.None,
            MostEffort = isOSeries || isFirstFive ? ReasoningEffort.High : ReasoningEffort.Max,
        };
    }

    private static bool Starts(string name, params ReadOnlySpan<string> with)
    {
        foreach (var prefix in with)
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    // The first number is the major version, the next one the minor, unless it is a date.
    private static (int Major, int Minor) Version(string model)
    {
        var major = 0;
        for (var i = 0; i < model.Length; i++)
        {
            var end = i;
            while (end < model.Length && char.IsAsciiDigit(model[end]))
            {
                end++;
            }

            if (end == i || end - i > 2)
            {
                i = Math.Max(i, end - 1);
                continue;
            }

            var number = int.Parse(model.AsSpan(i, end - i), NumberStyles.None, CultureInfo.InvariantCulture);
            if (major > 0)
            {
                return (major, number);
            }

            major = number;
            if (end >= model.Length || model[end] is not ('.' or '-'))
            {
                return (major, 0);
            }

            i = end - 1;
        }

        return (major, 0);
    }
}

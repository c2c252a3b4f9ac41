using Loadline.Core.Signals;

namespace Loadline.Cli.Demo;

/// <summary>Decides how good a simulated model's answer is.</summary>
/// <remarks>
/// P(right) = logistic((skill − difficulty) / <see cref="Scale"/>), the one-parameter item response model (Rasch 1960) on our scale.
/// The difficulty is the author's label shifted by a number that belongs to the prompt: labels err, and models fail together on
/// the same prompts, without which an oracle over five models would look better than any real one.
/// </remarks>
internal static class DemoSkill
{
    /// <summary>How quickly success falls off around the skill; 0.08 takes it from 0.88 to 0.12 within 0.32 of difficulty.</summary>
    public const double Scale = 0.08;

    /// <summary>Half the width of the shift between label and true difficulty.</summary>
    private const double LabelError = 0.08;

    /// <summary>How narrowly an open answer may miss and still be worth half.</summary>
    private const double PartialMargin = 0.06;

    /// <summary>0, 0.5 or 1.</summary>
    public static double Quality(SimulatedModel model, DemoPrompt prompt, int seed)
    {
        var luck = StableHash.Uniform(seed, prompt.Id, model.Name, "quality");
        var margin = model.SkillFor(prompt) - TrueDifficulty(prompt, seed) + (Scale * Math.Log(luck / (1 - luck)));
        if (margin > 0)
        {
            return 1;
        }

        return margin > -PartialMargin && IsOpenEnded(prompt.Task) ? 0.5 : 0;
    }

    /// <summary>The probability that the answer is fully right, given the prompt's true difficulty.</summary>
    public static double ProbabilityRight(SimulatedModel model, DemoPrompt prompt, int seed)
        => 1 / (1 + Math.Exp((TrueDifficulty(prompt, seed) - model.SkillFor(prompt)) / Scale));

    private static double TrueDifficulty(DemoPrompt prompt, int seed)
        => prompt.Difficulty + (LabelError * ((2 * StableHash.Uniform(seed, prompt.Id, "", "difficulty")) - 1));

    /// <summary>A label or a number is right or wrong; a text can be half right.</summary>
    private static bool IsOpenEnded(TaskKind task) => task is not (TaskKind.Classify or TaskKind.Math or TaskKind.Chat);
}

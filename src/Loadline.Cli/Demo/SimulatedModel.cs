using Loadline.Core.Configuration;
using Loadline.Core.Signals;

namespace Loadline.Cli.Demo;

/// <summary>An invented model: what it costs, how fast it is, what it can do. No real model was measured for it.</summary>
internal sealed record SimulatedModel
{
    /// <summary>The name as config, table and replies show it; always begins with <c>sim-</c>.</summary>
    public required string Name { get; init; }

    /// <summary>USD per million input tokens.</summary>
    public required decimal InputUsdPerMillionTokens { get; init; }

    /// <summary>USD per million output tokens.</summary>
    public required decimal OutputUsdPerMillionTokens { get; init; }

    /// <summary>USD per million input tokens that were read from the provider's cache.</summary>
    public required decimal CachedInputUsdPerMillionTokens { get; init; }

    /// <summary>The context window in tokens.</summary>
    public required int ContextTokens { get; init; }

    /// <summary>Whether it takes images.</summary>
    public bool CanSeeImages { get; init; }

    /// <summary>Whether it takes tools.</summary>
    public bool CanUseTools { get; init; }

    /// <summary>Time to the first token of a short prompt, in milliseconds, before jitter.</summary>
    public required double TimeToFirstTokenMs { get; init; }

    /// <summary>Output tokens per second once it has begun.</summary>
    public required double TokensPerSecond { get; init; }

    /// <summary>The share of attempts that end in an upstream error, in [0, 1).</summary>
    public required double FailureRate { get; init; }

    /// <summary>How long its answers are beside the others', 1 being usual.</summary>
    public double Verbosity { get; init; } = 1;

    /// <summary>The difficulty that it gets right half of the time, on a task it is not special at.</summary>
    public required double Skill { get; init; }

    /// <summary>Skills that differ from <see cref="Skill"/>, by task.</summary>
    public IReadOnlyDictionary<TaskKind, double> SkillByTask { get; init; } = new Dictionary<TaskKind, double>();

    /// <summary>The skill where the prompt holds an image, whatever the task; null where <see cref="CanSeeImages"/> is false.</summary>
    public double? ImageSkill { get; init; }

    /// <summary>Why the model cannot take this prompt at all (<c>images</c>, <c>tools</c>, <c>context</c>), or null if it can.</summary>
    public string? RefusalOf(DemoPrompt prompt, int inputTokens) => this switch
    {
        { CanSeeImages: false } when prompt.NeedsVision => "images",
        { CanUseTools: false } when prompt.Tools is not null => "tools",
        _ when inputTokens > ContextTokens => "context",
        _ => null,
    };

    /// <summary>The skill that counts for this prompt.</summary>
    public double SkillFor(DemoPrompt prompt)
        => prompt.NeedsVision && ImageSkill is { } image ? image : SkillByTask.GetValueOrDefault(prompt.Task, Skill);

    /// <summary>What a call costs in USD; none of its input comes from the cache.</summary>
    public decimal CostUsd(int inputTokens, int outputTokens)
        => ((inputTokens * InputUsdPerMillionTokens) + (outputTokens * OutputUsdPerMillionTokens)) / 1_000_000m;

    /// <summary>How the simulated provider plays this model.</summary>
    /// <param name="speed">How many times faster than life, above 0; 1 is as fast as the model claims to be.</param>
    public SimulationConfig ToSimulation(double speed) => new()
    {
        TimeToFirstToken = TimeSpan.FromMilliseconds(TimeToFirstTokenMs),
        TokensPerSecond = TokensPerSecond,
        FailureRate = FailureRate,
        Speed = speed,
    };
}

using Loadline.Core.Signals;

namespace Loadline.Cli.Demo;

/// <summary>The five simulated models of the demo.</summary>
/// <remarks><c>demo.yaml</c> states the same prices, windows and capabilities; a test holds the two together.</remarks>
internal static class DemoModels
{
    /// <summary>The model that every saving is measured against.</summary>
    public const string Reference = "sim-large";

    /// <summary>All five, cheapest tier first, then the specialists.</summary>
    public static IReadOnlyList<SimulatedModel> All { get; } =
    [
        new()
        {
            Name = "sim-small",
            InputUsdPerMillionTokens = 0.10m,
            OutputUsdPerMillionTokens = 0.40m,
            CachedInputUsdPerMillionTokens = 0.025m,
            ContextTokens = 32_000,
            CanUseTools = true,
            TimeToFirstTokenMs = 110,
            TokensPerSecond = 210,
            FailureRate = 0.01,
            Verbosity = 0.85,
            Skill = 0.43,
            SkillByTask = new Dictionary<TaskKind, double>
            {
                [TaskKind.Chat] = 0.52,
                [TaskKind.Classify] = 0.48,
                [TaskKind.Rewrite] = 0.48,
                [TaskKind.Math] = 0.36,
                [TaskKind.Code] = 0.38,
                [TaskKind.Agent] = 0.36,
            },
        },
        new()
        {
            Name = "sim-medium",
            InputUsdPerMillionTokens = 0.80m,
            OutputUsdPerMillionTokens = 3.20m,
            CachedInputUsdPerMillionTokens = 0.08m,
            ContextTokens = 128_000,
            CanUseTools = true,
            TimeToFirstTokenMs = 240,
            TokensPerSecond = 120,
            FailureRate = 0.005,
            Skill = 0.70,
            SkillByTask = new Dictionary<TaskKind, double> { [TaskKind.Code] = 0.64, [TaskKind.Math] = 0.62, [TaskKind.Agent] = 0.62 },
        },
        new()
        {
            Name = Reference,
            InputUsdPerMillionTokens = 5.00m,
            OutputUsdPerMillionTokens = 25.00m,
            CachedInputUsdPerMillionTokens = 0.50m,
            ContextTokens = 200_000,
            CanSeeImages = true,
            CanUseTools = true,
            TimeToFirstTokenMs = 520,
            TokensPerSecond = 65,
            FailureRate = 0.01,
            Verbosity = 1.15,
            Skill = 0.92,
            ImageSkill = 0.84,
        },
        new()
        {
            Name = "sim-code",
            InputUsdPerMillionTokens = 1.60m,
            OutputUsdPerMillionTokens = 8.00m,
            CachedInputUsdPerMillionTokens = 0.16m,
            ContextTokens = 128_000,
            CanUseTools = true,
            TimeToFirstTokenMs = 260,
            TokensPerSecond = 130,
            FailureRate = 0.01,
            Verbosity = 0.95,
            Skill = 0.46,
            SkillByTask = new Dictionary<TaskKind, double>
            {
                [TaskKind.Code] = 0.88,
                [TaskKind.Agent] = 0.80,
                [TaskKind.ToolUse] = 0.72,
                [TaskKind.Math] = 0.58,
            },
        },
        new()
        {
            Name = "sim-vision",
            InputUsdPerMillionTokens = 0.60m,
            OutputUsdPerMillionTokens = 2.40m,
            CachedInputUsdPerMillionTokens = 0.06m,
            ContextTokens = 64_000,
            CanSeeImages = true,
            TimeToFirstTokenMs = 300,
            TokensPerSecond = 110,
            FailureRate = 0.015,
            Skill = 0.40,
            ImageSkill = 0.74,
        },
    ];
}

using Loadline.Core.Catalog;
using Microsoft.Extensions.AI;

namespace Loadline.Extensions.AI.Attempts;

/// <summary>Reported tokens in Loadline's form.</summary>
internal static class Usages
{
    public static TokenUsage Of(UsageDetails usage) => new TokenUsage(
        usage.InputTokenCount ?? 0, usage.CachedInputTokenCount ?? 0, 0, usage.OutputTokenCount ?? 0, usage.ReasoningTokenCount ?? 0).Sane();
}

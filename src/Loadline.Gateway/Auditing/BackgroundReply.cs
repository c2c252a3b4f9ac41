using Loadline.Core.Catalog;

namespace Loadline.Gateway.Auditing;

/// <summary>What a model said in the background.</summary>
/// <param name="Text">Its answer; <see langword="null"/> where it gave none.</param>
/// <param name="StopReason">Why it stopped, in Chat Completions words.</param>
/// <param name="CostUsd">What it cost, in USD; <see langword="null"/> where unknown.</param>
/// <param name="Model">Its own name for itself; empty where it gave none.</param>
/// <param name="Deployment">Who was asked.</param>
/// <param name="ListUsd">What it costs by the config's price, in USD; <see langword="null"/> where unknown.</param>
/// <param name="Usage">Its tokens; <see langword="null"/> where it told none.</param>
internal sealed record BackgroundReply(string? Text, string? StopReason, decimal? CostUsd, string Model, string Deployment, decimal? ListUsd, TokenUsage? Usage);

using System.Text.Json;

namespace Loadline.Learning.Grading;

/// <summary>A judge's reply.</summary>
/// <param name="Answer">The JSON object it gave; <see langword="null"/> where it gave none.</param>
/// <param name="Problem">Why there is none.</param>
public sealed record JudgeReply(JsonElement? Answer, string? Problem = null);

using Loadline.Core.Decisions;
using Loadline.Core.Policies;

namespace Loadline.Gateway.External;

/// <summary>What asking a router model came to.</summary>
/// <param name="Answer">What it said.</param>
/// <param name="Attempt">The call, for the record; <see langword="null"/> where none was made.</param>
internal readonly record struct RouterCall(LlmAnswer Answer, AttemptRecord? Attempt);

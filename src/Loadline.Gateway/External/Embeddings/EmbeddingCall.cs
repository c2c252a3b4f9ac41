using Loadline.Core.Decisions;
using Loadline.Core.Policies;

namespace Loadline.Gateway.External;

/// <summary>What asking for an embedding came to.</summary>
/// <param name="Answer">The vector, or why there is none.</param>
/// <param name="Attempt">The call, for the record; <see langword="null"/> where none was made.</param>
internal readonly record struct EmbeddingCall(EmbeddingAnswer Answer, AttemptRecord? Attempt);

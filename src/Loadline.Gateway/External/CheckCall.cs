using Loadline.Core.Checks;
using Loadline.Core.Decisions;

namespace Loadline.Gateway.External;

/// <summary>What asking on behalf of a check came to.</summary>
/// <param name="Said">What was said.</param>
/// <param name="Attempt">The call of a model, for the record; <see langword="null"/> where none was made.</param>
internal readonly record struct CheckCall(AskedResult Said, AttemptRecord? Attempt);

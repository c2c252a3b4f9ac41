using Loadline.Core.Decisions;
using Loadline.Core.Plans;

namespace Loadline.Gateway.External;

/// <summary>What came of asking a model something of Loadline's own.</summary>
/// <param name="Error">Why there is no reply; none: there is one.</param>
/// <param name="Reply">The reply, in the form of OpenAI's Chat Completions.</param>
/// <param name="Attempt">The call, for the record.</param>
internal readonly record struct ModelAnswer(RoutingError Error, byte[] Reply, AttemptRecord Attempt);

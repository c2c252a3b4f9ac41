using Loadline.Core.Health;

namespace Loadline.Core.Plans;

/// <summary>What is to be tried next.</summary>
/// <param name="Candidate">Position among the evaluations.</param>
/// <param name="Deployment">Position among the candidate's deployments.</param>
/// <param name="IsRepeat">Whether that very deployment has failed this request before.</param>
/// <param name="Wait">How long it asked to be left alone; a backoff may make it longer.</param>
/// <param name="Probes">Permits taken, to be given back when the attempt has ended.</param>
internal readonly record struct AttemptTarget(int Candidate, int Deployment, bool IsRepeat, TimeSpan Wait, ProbePermits Probes);

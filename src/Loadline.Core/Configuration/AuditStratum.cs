using Loadline.Core.Rules;

namespace Loadline.Core.Configuration;

/// <summary>Requests that are audited at a rate of their own.</summary>
/// <param name="When">Which: what can be told before anybody answers.</param>
/// <param name="Rate">The probability with which one is audited, in (0,1].</param>
public sealed record AuditStratum(Condition When, double Rate);

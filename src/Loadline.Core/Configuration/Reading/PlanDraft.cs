using Loadline.Core.Plans;

namespace Loadline.Core.Configuration.Reading;

/// <summary>A plan as read: its settings and the places of the candidates it names.</summary>
internal sealed record PlanDraft(PlanConfig Config, List<Located<string>> Names);

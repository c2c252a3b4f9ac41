using Loadline.Core.Decisions;

namespace Loadline.Core.Policies;

/// <summary>A policy that learns from what people and graders say of answers.</summary>
public interface IFeedbackPolicy
{
    /// <summary>Takes in a judgement, however late it comes.</summary>
    /// <param name="decision">The decision that is judged.</param>
    /// <param name="before">What the same source said before; <see langword="null"/>: nothing.</param>
    /// <param name="quality">In [0,1].</param>
    void Judged(DecisionRecord decision, double? before, double quality);
}

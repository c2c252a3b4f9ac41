using Loadline.Core.Checks;

namespace Loadline.Core.Cascades;

/// <summary>What checks need of a draft.</summary>
public static class DraftChecks
{
    /// <summary>Finds what must be known of an answer for a check, its parts included.</summary>
    public static DraftNeeds Needs(Check check)
    {
        ArgumentNullException.ThrowIfNull(check);
        var needs = DraftNeeds.Text;
        needs |= check is LogprobCheck logprob ? DraftNeeds.Logprobs | (logprob.NeedsAlternatives ? DraftNeeds.Alternatives : 0) : 0;
        foreach (var part in check.Parts)
        {
            needs |= Needs(part);
        }

        return needs;
    }
}

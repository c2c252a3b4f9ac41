using Loadline.Core.Checks;

namespace Loadline.Core.Cascades;

/// <summary>What checks need of a draft.</summary>
internal static class DraftChecks
{
    /// <summary>Lists the digests of files that a check and its parts read, for the route's own digest.</summary>
    public static string Digests(Check? check) =>
        check is null ? "" : string.Concat(check.Parts.Select(Digests).Prepend(check.Digest is { } digest ? " " + digest : ""));

    /// <summary>Finds how many more answers a check or one of its parts wants.</summary>
    public static int Samples(Check check)
    {
        ArgumentNullException.ThrowIfNull(check);
        return check.Parts.Select(Samples).Append(check.Samples).Max();
    }

    /// <summary>Lists a check and all its parts.</summary>
    public static IEnumerable<Check> All(Check? check) => check is null ? [] : check.Parts.SelectMany(All).Prepend(check);

    /// <summary>Lists the models that judge: each may be asked, and paid, for every answer.</summary>
    public static IEnumerable<string> Judges(Check? check) => All(check).OfType<JudgeCheck>().Select(judge => judge.Model);

    /// <summary>Finds how long samples are waited for: the shortest time that any of its parts names.</summary>
    public static TimeSpan? SampleTimeout(Check check) => All(check).Where(part => part.Samples > 0).Min(part => part.SampleTimeout);

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

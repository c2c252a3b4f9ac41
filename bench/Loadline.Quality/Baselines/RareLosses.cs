using Loadline.Learning.Certification;

namespace Loadline.Quality.Baselines;

/// <summary>The hardest case for a z-test: only the surest rows go to the cheap model, so many that the line is just broken, and few of them are lost.</summary>
internal static class RareLosses
{
    /// <returns><see langword="null"/> where even everybody on the cheap model keeps the line.</returns>
    public static ValiditySimulation? Of(ScoreRouter router, LinePart part, int threads)
    {
        var order = Enumerable.Range(0, router.Count).OrderByDescending(row => router.Score[row]).ToArray();
        var served = (float[])router.Reference.Clone();
        var sum = Enumerable.Range(0, router.Count).Sum(row => part.Of(router.Reference[row], router.Reference[row]));
        var next = 0;
        while (sum > 0 && next < order.Length)
        {
            var row = order[next++];
            sum += part.Of(router.Cheap[row], router.Reference[row]) - part.Of(served[row], router.Reference[row]);
            served[row] = router.Cheap[row];
        }

        if (sum > 0)
        {
            return null;
        }

        var lost = served.Zip(router.Reference, (a, b) => Core.Quality.QualityLine.IsLost(a, b) ? 1f : 0).ToArray();
        var outcomes = new StepOutcomes(served, lost, new double[served.Length]);
        return new ValiditySimulation(
            [new PathStep(null, Boundary.EvidenceOf(outcomes, router.Reference))], [outcomes], router.Reference, part.Line, threads);
    }
}

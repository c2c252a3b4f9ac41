using System.Globalization;
using Loadline.Learning.Certification;
using Loadline.Learning.Evaluation;

namespace Loadline.Learning.Design;

/// <summary>Ways to route that read nothing of a request: one model for all, or two by the toss of a coin.</summary>
internal static class SingleModels
{
    public const string Family = "single";
    public const string MixFamily = "mix";
    private const int Mixes = 25;

    /// <summary>Each model on the hull of cost and quality.</summary>
    public static IEnumerable<DesignSetting> Of(TestRows train)
    {
        var reference = train.Matrix.Models[train.Reference];
        foreach (var single in TrainingSteps.Singles(train))
        {
            var model = train.Matrix.Models[(int)single.Lambda];
            yield return new DesignSetting(
                Family,
                model + " for everything",
                new RouteText([model], reference, $"{{ kind: fixed, use: {RouteText.Quote(model)} }}", []),
                new PathStep(null, single.Evidence));
        }
    }

    /// <summary>Neighbours on the hull, mixed by a coin.</summary>
    public static IEnumerable<DesignSetting> MixesOf(TestRows train)
    {
        var models = train.Matrix.Models;
        foreach (var step in TrainingSteps.OfModels(TrainingSteps.Singles(train), Mixes, train.Reference))
        {
            var mix = step.Mix!.Value;
            if (mix.DearShare is > 0 and < 1)
            {
                var (dear, cheap) = (models[(int)mix.Dear.Lambda], models[(int)mix.Cheap.Lambda]);
                var share = Math.Round(100 * mix.DearShare);
                yield return new DesignSetting(
                    MixFamily,
                    string.Create(CultureInfo.InvariantCulture, $"{dear} for {share} % of requests, {cheap} for the rest, by chance"),
                    new RouteText(
                        [dear, cheap],
                        models[train.Reference],
                        string.Create(CultureInfo.InvariantCulture, $"{{ kind: weighted, weights: {{ {RouteText.Quote(dear)}: {share}, {RouteText.Quote(cheap)}: {100 - share} }} }}"),
                        []),
                    step with { Mix = null });
            }
        }
    }
}

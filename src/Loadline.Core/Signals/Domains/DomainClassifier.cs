namespace Loadline.Core.Signals;

/// <summary>Names the field a text speaks of, by the words of the field that it uses.</summary>
public static class DomainClassifier
{
    /// <summary>The least share of a text's words that the field must have.</summary>
    private const float LeastShare = 0.012f;

    /// <summary>Classifies one text, usually the last user message.</summary>
    /// <returns>The field with most words; general where no field stands out.</returns>
    public static Domain Classify(in TextShape shape)
    {
        var best = Domain.General;
        var most = 0f;
        for (var domain = Domain.Law; domain <= Domain.Food; domain++)
        {
            var count = Evidence(domain, shape);
            if (count > most)
            {
                most = count;
                best = domain;
            }
        }

        return most >= LeastShare * shape.Words ? best : Domain.General;
    }

    /// <summary>Code and mathematics also show in other ways than by words.</summary>
    private static float Evidence(Domain domain, in TextShape shape) => domain switch
    {
        Domain.Software => Shown(shape.Of(domain), CodeDetector.Score(shape)),
        Domain.Mathematics => Shown(shape.Of(domain), MathDetector.Score(shape)),
        Domain.Education or Domain.Support or Domain.Business or Domain.Entertainment => 0.8f * shape.Of(domain),
        _ => shape.Of(domain),
    };

    /// <summary>Symbols count for less than one word, so that a physics problem stays one of physics.</summary>
    private static float Shown(int words, float otherwise) => (words * (1 + (0.4f * otherwise))) + (0.95f * otherwise);
}

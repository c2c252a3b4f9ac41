using System.Collections.Concurrent;
using System.Globalization;
using Loadline.Core.Checks;

namespace Loadline.Core.Cascades.Acceptance;

/// <summary>A trained predictor finds the answer likely enough to be right.</summary>
/// <param name="model">The predictor.</param>
/// <param name="atLeast">The least probability, in (0,1).</param>
public sealed class AcceptanceCheck(AcceptanceModel model, double atLeast) : Check
{
    // Extraction needs buffers of its own; as many as answers are judged at once.
    private readonly ConcurrentBag<AcceptanceFeatures> _idle = [];

    public override string Kind => "predictor";

    /// <exception cref="CheckException">The file cannot be read or is no predictor.</exception>
    public static AcceptanceCheck Load(string file, double atLeast)
    {
        try
        {
            return new AcceptanceCheck(AcceptanceModel.Read(File.ReadAllBytes(file)), atLeast);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CheckException($"the file '{file}' cannot be read: {error.Message}", error);
        }
    }

    public override CheckResult Run(AnswerToCheck answer)
    {
        var features = _idle.TryTake(out var idle) ? idle : new AcceptanceFeatures();
        var probability = model.Probability(features.Extract(answer));
        _idle.Add(features);
        return probability >= atLeast ? CheckResult.Pass : new CheckResult(
            Math.Min(probability, 0.999),
            string.Create(CultureInfo.InvariantCulture, $"likely right with {probability:0.00}, bound {atLeast:0.00}"));
    }
}

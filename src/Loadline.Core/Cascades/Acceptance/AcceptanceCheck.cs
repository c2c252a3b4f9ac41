using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Loadline.Core.Checks;

namespace Loadline.Core.Cascades.Acceptance;

/// <summary>A trained predictor finds the answer likely enough to be right.</summary>
/// <param name="model">The predictor.</param>
/// <param name="atLeast">The least probability, in (0,1].</param>
/// <param name="byModel">The least probability for the answers of single models; others keep to <paramref name="atLeast"/>.</param>
/// <param name="digest">Of the predictor's file: another predictor is another route.</param>
public sealed class AcceptanceCheck(AcceptanceModel model, double atLeast, IReadOnlyDictionary<string, double>? byModel = null, string? digest = null) : Check
{
    // Extraction needs buffers of its own; as many as answers are judged at once.
    private readonly ConcurrentBag<AcceptanceFeatures> _idle = [];

    /// <inheritdoc/>
    public override string Kind => "predictor";

    /// <inheritdoc/>
    public override string? Digest => digest;

    /// <exception cref="CheckException">The file cannot be read or is no predictor.</exception>
    public static AcceptanceCheck Load(string file, double atLeast, IReadOnlyDictionary<string, double>? byModel = null)
    {
        try
        {
            var bytes = File.ReadAllBytes(file);
            return new AcceptanceCheck(AcceptanceModel.Read(bytes), atLeast, byModel, Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CheckException($"the file '{file}' cannot be read: {error.Message}", error);
        }
    }

    /// <inheritdoc/>
    public override CheckResult Run(AnswerToCheck answer)
    {
        var features = _idle.TryTake(out var idle) ? idle : new AcceptanceFeatures();
        var probability = model.Probability(features.Extract(answer));
        _idle.Add(features);
        var least = byModel is not null && byModel.TryGetValue(answer.Model, out var own) ? own : atLeast;
        return probability >= least ? CheckResult.Pass : new CheckResult(
            Math.Min(probability, 0.999),
            string.Create(CultureInfo.InvariantCulture, $"likely right with {probability:0.00}, bound {least:0.00}"));
    }
}

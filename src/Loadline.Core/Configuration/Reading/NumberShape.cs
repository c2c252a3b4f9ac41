using System.Text.Json;
using Loadline.Core.Rules;

namespace Loadline.Core.Configuration.Reading;

/// <summary>A number in a range, with <c>k</c> for thousands and <c>m</c> for millions.</summary>
internal sealed class NumberShape(
    string what,
    string example,
    double min,
    double max,
    bool whole = false) : ScalarShape<double>(what, example)
{
    /// <summary>A number of tokens: <c>32k</c> is 32,000.</summary>
    public static NumberShape Tokens { get; } = new("a number of tokens from 1 to 100m", "`32k` or `200000`", 1, 100e6, whole: true);

    public override void Describe(Utf8JsonWriter json) =>
        SchemaText.NumberOrText(json, @"[0-9]+(\.[0-9]+)?[kKmM]?", whole ? "integer" : "number", min, max);

    protected override bool TryParse(string text, out double value) =>
        NumberText.TryParse(text, out value) && value >= min && value <= max && (!whole || value == Math.Floor(value));
}

using Loadline.Core.Outcomes;

namespace Loadline.Learning.Tables.Importing;

/// <summary>What the importers share in naming things and pricing calls.</summary>
internal static class ImportNames
{
    public static string Model(string name, ImportOptions options) =>
        options.ShortNames && name.LastIndexOf('/') is var slash and >= 0 ? name[(slash + 1)..] : name;

    /// <summary>Guesses a group from a file's name: <c>mmlu_abstract_algebra.csv</c> is <c>abstract_algebra</c>.</summary>
    public static string Group(string path, ImportOptions options)
    {
        if (options.Group is { } given)
        {
            return given;
        }

        var name = Path.GetFileNameWithoutExtension(path);
        name = name.StartsWith("mmlu_", StringComparison.Ordinal) && name is not ("mmlu_train" or "mmlu_test") ? name["mmlu_".Length..] : name;
        foreach (var ending in (string[])["_responses", "_train", "_test", "-train", "-test"])
        {
            name = name.EndsWith(ending, StringComparison.Ordinal) ? name[..^ending.Length] : name;
        }

        return name;
    }

    public static Outcome Outcome(string model, double quality, ImportOptions options) =>
        new() { Quality = quality, Cost = options.CostPerCall.TryGetValue(model, out var cost) ? cost : null };
}

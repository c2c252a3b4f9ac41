using System.Globalization;
using Loadline.Core.Ledger.Features;
using Loadline.Core.Outcomes;
using Loadline.Core.Predictors;
using Loadline.Learning.Tables;
using Loadline.Learning.Training;

namespace Loadline.Cli.Commands;

/// <summary>Outcome tables as commands take them.</summary>
internal static class Matrices
{
    /// <param name="file">The table.</param>
    /// <param name="models">Only these, in this order; <see langword="null"/>: all.</param>
    /// <param name="fill">Whether rows that lack a model's outcome are completed by its mean instead of left out.</param>
    public static OutcomeMatrix Load(FileInfo file, IReadOnlyList<string>? models, bool fill = false)
    {
        try
        {
            var table = OutcomeTable.Load(file.FullName);
            Check(table, file.Name);
            return OutcomeMatrix.Of(fill ? Filled(table, models) : table, Path.GetFileNameWithoutExtension(file.Name), models);
        }
        catch (Exception error) when (error is OutcomeTableException or IOException or UnauthorizedAccessException)
        {
            throw new UserError(error.Message);
        }
    }

    /// <summary>Makes sure that stored features are of this program's schema before anything is computed with them.</summary>
    /// <exception cref="OutcomeTableException">A row's are not.</exception>
    private static void Check(OutcomeTable table, string name)
    {
        var vector = new FeatureVector();
        foreach (var row in table.Rows)
        {
            if (row is { Features: { } features, Prompt: null, Messages: null })
            {
                try
                {
                    FeatureCode.CheckSchema(features.Schema);
                    FeatureCode.Decode(features.Data.Span, vector);
                }
                catch (FormatException error)
                {
                    throw new OutcomeTableException($"{name}, row '{row.Id}': {error.Message}", error);
                }
            }
        }
    }

    private static OutcomeTable Filled(OutcomeTable table, IReadOnlyList<string>? models)
    {
        var (filled, count) = MissingOutcomes.Fill(table, models ?? table.Models);
        if (count > 0)
        {
            Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{count:N0} of {table.Rows.Count * (long)(models ?? table.Models).Count:N0} outcomes are missing and were filled in with their model's mean; a model seldom tried is predicted close to it."));
        }

        return filled;
    }

    /// <summary>Splits <c>a,b,c</c>.</summary>
    /// <returns><see langword="null"/> where nothing was given.</returns>
    public static IReadOnlyList<string>? Names(string? list) =>
        list?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

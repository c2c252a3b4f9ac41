using System.Globalization;
using Loadline.Learning.Cascades;
using Loadline.Learning.Training;

namespace Loadline.Cli.Commands;

/// <summary><c>loadline train TABLE --cascade</c>: fits the predictor on all rows, chooses the steps, writes the file and says what to put in the config.</summary>
internal static class CascadeTrain
{
    public static int Run(OutcomeMatrix table, string? reference, double keep, double? budget, int seed, FileInfo file)
    {
        try
        {
            var data = AcceptanceData.Of(table);
            var strongest = CascadeEval.Reference(table, reference);
            int[] rows = [.. Enumerable.Range(0, table.Count)];
            var (model, choice) = new CascadeEvaluator(data, strongest, keep, budget).Train(rows, seed);
            File.WriteAllBytes(file.FullName, model.ToBytes());
            Write(table, strongest, file, choice);
            return ExitCodes.Done;
        }
        catch (ArgumentException error)
        {
            throw new UserError(error.Message);
        }
    }

    // One bound serves all steps of a plan, so the strictest that was chosen is the one to write.
    private static void Write(OutcomeMatrix table, int reference, FileInfo file, CascadeChoice choice)
    {
        var cost = Enumerable.Range(0, table.Count).Average(row => table.CostOf(row, reference));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"On {table.Count} rows, judged by predictors that had not seen them: quality {choice.Quality:0.0000}, {choice.Cost / cost:0.0%} of the cost of {table.Models[reference]}."));
        Console.WriteLine("The predictor is in " + file.Name + ". In the route:");
        var steps = string.Join(", ", choice.Steps.Select(step => table.Models[step.Model]));
        var accept = string.Join(", ", choice.Steps.Where(step => step.Threshold > 0).Select(step => string.Create(
            CultureInfo.InvariantCulture, $"{table.Models[step.Model]}: {step.Threshold:0.0000}")));
        Console.WriteLine($"  plan: {{ kind: cascade, steps: [{steps}], accept: {{ kind: predictor, file: {file.Name}, at_least: {{ {accept} }} }} }}");
    }
}

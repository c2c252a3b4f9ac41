using System.CommandLine;
using Loadline.Core.Checks;
using Loadline.Core.Outcomes;
using Loadline.Learning.Grading;
using Loadline.Learning.Tables.Importing;

namespace Loadline.Cli.Commands;

/// <summary><c>loadline outcomes</c>: outcome tables, from making them to taking them apart.</summary>
internal static class OutcomesCommand
{
    public static Command Create() => new("outcomes", "Make, describe and take apart outcome tables: what each model did on each prompt.")
    {
        OutcomesDescribe.Create(),
        OutcomesSplit.Create(),
        OutcomesDedupe.Create(),
        OutcomesImport.Create(),
        OutcomesCollect.Create(),
        OutcomesGrade.Create(),
        OutcomesFromLedger.Create(),
    };

    public static Option<bool> Lenient() => new("--lenient") { Description = "Pass bad lines over and count them, instead of stopping with all errors." };

    /// <summary>Runs a command's work, turning what tables, graders and files can have wrong into a message.</summary>
    public static Task<int> GuardAsync(Func<Task<int>> work) => UserError.GuardAsync(async () =>
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception error) when (error is OutcomeTableException or ImportException or GradingException or CheckException
            or IOException or UnauthorizedAccessException or FormatException)
        {
            throw new UserError(error.Message);
        }
    });
}

using Loadline.Core.Outcomes;
using Loadline.Learning.Training;

namespace Loadline.Cli.Commands;

/// <summary>Outcome tables as commands take them.</summary>
internal static class Matrices
{
    public static OutcomeMatrix Load(FileInfo file, IReadOnlyList<string>? models)
    {
        try
        {
            return OutcomeMatrix.Of(OutcomeTable.Load(file.FullName), Path.GetFileNameWithoutExtension(file.Name), models);
        }
        catch (Exception error) when (error is OutcomeTableException or IOException or UnauthorizedAccessException)
        {
            throw new UserError(error.Message);
        }
    }

    /// <summary>Splits <c>a,b,c</c>.</summary>
    /// <returns><see langword="null"/> where nothing was given.</returns>
    public static IReadOnlyList<string>? Names(string? list) =>
        list?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

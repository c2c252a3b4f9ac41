using Loadline.Core.Outcomes;

namespace Loadline.Learning.Tables.Importing;

/// <summary>Reads a public data set's own format as outcome rows, one after another.</summary>
public interface IOutcomeImporter
{
    /// <summary>Gets the format's name on the command line.</summary>
    string Format { get; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="ImportException">It is malformed.</exception>
    IEnumerable<OutcomeRow> Read(string path, ImportOptions options);
}

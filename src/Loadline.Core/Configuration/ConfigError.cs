using System.Globalization;

namespace Loadline.Core.Configuration;

/// <summary>One thing wrong with a config file: where, what, and what to write instead. Never holds the value of a variable.</summary>
/// <param name="File">The file as it was named by whoever read it.</param>
/// <param name="Line">From 1; 0 where the file as a whole is meant.</param>
/// <param name="Column">From 1; 0 where the file as a whole is meant.</param>
/// <param name="Path">The keys that lead there, such as <c>routes.auto.rules[2].when</c>; empty at the top.</param>
/// <param name="Message">What is wrong, without a full stop.</param>
/// <param name="Suggestion">What to write instead: a whole sentence.</param>
public sealed record ConfigError(string File, int Line, int Column, string Path, string Message, string Suggestion)
{
    /// <summary>Shows it on one line: <c>file:line:column: path: what is wrong. What to write instead.</c></summary>
    public override string ToString()
    {
        var place = Line == 0 ? File : string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}:{Column}");
        return place + ": " + (Path.Length == 0 ? "" : Path + ": ") + Message + ". " + Suggestion;
    }
}

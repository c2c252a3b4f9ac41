namespace Loadline.Learning.Tables;

/// <summary>What a split came to.</summary>
/// <param name="Rows">Rows by part.</param>
/// <param name="Units">Units by part: distinct prompts, or clusters with all that is tied to them.</param>
/// <param name="SkippedLines">Lines a lenient reading passed over.</param>
public sealed record SplitReport(IReadOnlyDictionary<string, long> Rows, IReadOnlyDictionary<string, long> Units, long SkippedLines);

using System.Text.RegularExpressions;
using Loadline.Core.Rules;

namespace Loadline.Core.Checks;

/// <summary>A pattern matches somewhere in the answer; run without backtracking, so no answer can make it slow.</summary>
public sealed class RegexCheck : Check
{
    private readonly Regex? _pattern;

    /// <param name="pattern">The pattern; <see langword="null"/>: the row's answer key is one.</param>
    /// <exception cref="CheckException">The pattern is malformed, or needs backtracking.</exception>
    public RegexCheck(string? pattern) => _pattern = pattern is null ? null : Create(pattern);

    /// <inheritdoc/>
    public override string Kind => "regex";

    /// <inheritdoc/>
    public override bool NeedsExpected => _pattern is null;

    /// <inheritdoc/>
    public override CheckResult Run(AnswerToCheck answer)
    {
        var found = _pattern is not null
            ? _pattern.IsMatch(answer.Text)
            : answer.Expected.Any(pattern => Create(pattern).IsMatch(answer.Text));
        return found ? CheckResult.Pass : CheckResult.Fail("the pattern does not match");
    }

    internal static Regex Create(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexCondition.Options);
        }
        catch (RegexParseException error)
        {
            throw new CheckException($"the pattern `{pattern}` is malformed: {error.Error} at character {error.Offset + 1}", error);
        }
        catch (NotSupportedException error)
        {
            throw new CheckException(
                $"the pattern `{pattern}` needs look-around, a back-reference or an atomic group, which could take forever on some answer", error);
        }
    }
}

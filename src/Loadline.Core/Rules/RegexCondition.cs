using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using Loadline.Core.Routing;

namespace Loadline.Core.Rules;

/// <summary>Holds where one of some patterns matches in the last user message.</summary>
/// <remarks>
/// Patterns run without backtracking, so a message cannot make one slow. The first 64 KiB of the message are read. The text is
/// decoded into a pooled buffer: nothing is allocated once a pattern's automaton has been built by use.
/// </remarks>
public sealed class RegexCondition : Condition
{
    /// <summary>The part of a message that is searched, in bytes.</summary>
    public const int SearchedBytes = 64 * 1024;

    /// <summary>How patterns are read: culture-free and without backtracking; <c>(?i)</c> in front ignores case.</summary>
    public const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    private readonly Regex[] _patterns;
    private readonly string _text;

    /// <exception cref="ArgumentException">A pattern is malformed.</exception>
    /// <exception cref="NotSupportedException">A pattern needs backtracking (look-around, back-references) or is too large.</exception>
    public RegexCondition(IReadOnlyList<string> patterns)
    {
        _patterns = [.. patterns.Select(pattern => new Regex(pattern, Options))];
        _text = "regex: " + Flow.OneOrList(patterns);
    }

    /// <inheritdoc/>
    public override bool Holds(RoutingContext context)
    {
        var utf8 = context.Facts.Text().LastUser;
        utf8 = utf8[..Math.Min(utf8.Length, SearchedBytes)];
        var chars = ArrayPool<char>.Shared.Rent(utf8.Length);
        try
        {
            // UTF-8 never has more UTF-16 units than bytes; broken sequences become replacement characters.
            return Matches(chars.AsSpan(0, Encoding.UTF8.GetChars(utf8, chars)));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(chars);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => _text;

    private bool Matches(ReadOnlySpan<char> text)
    {
        foreach (var pattern in _patterns)
        {
            if (pattern.IsMatch(text))
            {
                return true;
            }
        }

        return false;
    }
}

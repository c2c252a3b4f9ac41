namespace Loadline.Core.Signals.Tokens;

/// <summary>What the scan of a text counted; the estimate is a weighted sum of these.</summary>
/// <remarks>
/// The counts mirror where a byte-pair tokenizer of the OpenAI family (o200k, cl100k) cuts before it merges: words with their
/// leading space, digit groups of three, punctuation runs, indentation, line ends.
/// </remarks>
internal struct TokenCounts
{
    /// <summary>Words begun; camelCase begins a word at each hump.</summary>
    public int Words;

    /// <summary>Word endings after an apostrophe (<c>'s</c>, <c>'t</c>), which are one token together with it.</summary>
    public int Contractions;

    /// <summary>Letters with at least 4 letters before them in the word; a longer word is likelier to be cut.</summary>
    public int LettersPast4;

    /// <summary>Letters with at least 8 letters before them in the word.</summary>
    public int LettersPast8;

    /// <summary>Letters with at least 12 letters before them in the word.</summary>
    public int LettersPast12;

    /// <summary>Capital letters that follow a capital letter.</summary>
    public int CapitalPairs;

    /// <summary>Words that do not begin after a space or a line end: parts of identifiers, paths, markup.</summary>
    public int GluedWords;

    public int Numbers;

    /// <summary>Digits after the first of a number; matters to tokenizers that take digits one by one.</summary>
    public int DigitsJoined;

    /// <summary>Digits with at least 3 digits before them in the number.</summary>
    public int DigitsPast3;

    /// <summary>Numbers preceded by a space, which a digit group does not absorb.</summary>
    public int SpacedNumbers;

    /// <summary>Runs of two or more spaces.</summary>
    public int SpaceRuns;

    public int Tabs;

    public int LineEnds;

    /// <summary>Line ends directly after punctuation, often one token with it.</summary>
    public int LineEndsAfterPunctuation;

    public int PunctuationRuns;

    /// <summary>Punctuation bytes after the first of a run.</summary>
    public int PunctuationMore;

    /// <summary>Tokens of non-ASCII characters, in 1/256 token (<see cref="TokenWeights.ByLeadByte"/>).</summary>
    public long NonAscii;
}

namespace Loadline.Core.Signals.Shape;

/// <summary>What the beginning and end of a line say: lists, options, fences, code.</summary>
internal ref partial struct ShapeScanner
{
    private int LineFeed(int at)
    {
        if (at > 0)
        {
            var last = _text[at - 1];
            _shape.CodeLines += last is (byte)';' or (byte)'{' or (byte)'}' or (byte)'\\' || EndsBlockHead(at) ? 1 : 0;
        }

        EndSentence();
        return LineStart(at + 1);
    }

    /// <summary>"def f(x):" and the like: a colon after a closing bracket.</summary>
    private readonly bool EndsBlockHead(int at) => at > 1 && _text[at - 1] == (byte)':' && _text[at - 2] == (byte)')';

    private int LineStart(int at)
    {
        _shape.Lines++;
        _previousHeads = false;
        while (at < _text.Length && _text[at] is (byte)' ' or (byte)'\t')
        {
            at++;
        }

        var rest = _text[at..];
        if (rest.Length < 3)
        {
            return at;
        }

        return rest[0] switch
        {
            (byte)'`' when rest.StartsWith("```"u8) => Fence(at + 3),
            (byte)'-' or (byte)'*' when rest[1] == (byte)' ' => ListItem(at + 2),
            (byte)'(' when IsOptionLetter(rest[1]) && rest[2] == (byte)')' => Option(at + 3),
            (>= (byte)'0' and <= (byte)'9') => NumberedItem(at, rest),
            var letter when IsOptionLetter(letter) && rest[1] is (byte)'.' or (byte)')' && rest[2] is (byte)' ' or (byte)'\n' => Option(at + 2),
            (byte)'/' when rest[1] == (byte)'/' => CodeLine(at + 2),
            (byte)'<' when rest[1] is (byte)'/' or (byte)'!' or (byte)'?' => CodeLine(at + 2),
            (byte)'#' when rest.StartsWith("#include"u8) || rest[1] == (byte)'!' => CodeLine(at + 1),
            _ => at,
        };
    }

    private static bool IsOptionLetter(byte value) => (byte)(value | 0x20) is >= (byte)'a' and <= (byte)'j';

    private readonly int ListItem(int at)
    {
        _shape.ListItems++;
        return at;
    }

    private readonly int Option(int at)
    {
        _shape.Options++;
        return at;
    }

    private readonly int CodeLine(int at)
    {
        _shape.CodeLines++;
        return at;
    }

    private readonly int NumberedItem(int at, ReadOnlySpan<byte> rest)
    {
        var digits = rest[1] is >= (byte)'0' and <= (byte)'9' ? 2 : 1;
        if (rest.Length > digits + 1 && rest[digits] is (byte)'.' or (byte)')' && rest[digits + 1] == (byte)' ')
        {
            _shape.ListItems++;
            return at + digits + 1;
        }

        return at;
    }

    /// <summary>Passes over a fenced block: its words are not the request's, its symbols and lines count as code.</summary>
    private int Fence(int at)
    {
        if (_inProseFence)
        {
            _inProseFence = false;
            return at;
        }

        _shape.CodeFences++;
        var rest = _text[at..];
        var close = rest.IndexOf("```"u8);
        var body = close < 0 ? rest : rest[..close];
        if (!CountFencedCode(body))
        {
            // Prose in a fence (a pasted mail, a table) is read as prose.
            _inProseFence = close >= 0;
            return at;
        }

        _shape.FencedBytes += body.Length;
        _shape.Lines += body.Count((byte)'\n');
        EndSentence();
        return at + body.Length + (close < 0 ? 0 : 3);
    }

    private readonly bool CountFencedCode(ReadOnlySpan<byte> body)
    {
        var symbols = 0;
        foreach (var value in body)
        {
            symbols += value is (byte)'{' or (byte)'}' or (byte)';' or (byte)'=' or (byte)'(' or (byte)'<' or (byte)'_' or (byte)'[' ? 1 : 0;
        }

        var lineFeed = body.IndexOf((byte)'\n');
        var named = lineFeed > 0 && lineFeed < 16 && !body[..lineFeed].ContainsAny(" \r"u8);
        var isCode = named || symbols * 50 > body.Length;
        _shape.CodeSymbols += isCode ? symbols / 2 : 0;
        return isCode;
    }
}

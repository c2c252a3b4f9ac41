using System.Text;
using Loadline.Core.Checks;

namespace Loadline.Core.Cascades;

/// <summary>An answer as far as it has come, held back from the caller.</summary>
/// <remarks>Written by whoever reads the upstream, read by the plan between two reads; not thread-safe.</remarks>
public sealed class DraftAnswer
{
    private readonly StringBuilder _text = new();

    /// <summary>Gets the log-probabilities so far.</summary>
    public TokenLogprobs Logprobs { get; private set; } = new();

    /// <summary>Gets or sets why the model stopped, in Chat Completions words; <see langword="null"/> before.</summary>
    public string? StopReason { get; set; }

    /// <summary>Gets or sets a value indicating whether the answer has come to its end.</summary>
    public bool IsWhole { get; set; }

    /// <summary>Gets the answer's text so far; thoughts and tool calls are not in it.</summary>
    public string Text => _text.ToString();

    /// <summary>Forgets the answer, for the next draft.</summary>
    public void Clear()
    {
        _text.Clear();

        // Checks may still hold those of the answer before; where nothing was written, there is nothing to let go of.
        Logprobs = Logprobs.IsEmpty ? Logprobs : new TokenLogprobs();
        StopReason = null;
        IsWhole = false;
    }

    /// <summary>Adds a piece of the answer's text.</summary>
    public void Append(string text) => _text.Append(text);

    /// <summary>Gives what checks look at.</summary>
    public AnswerToCheck ToCheck(AnswerToCheck about) => about with { Text = Text, StopReason = StopReason, Logprobs = Logprobs };
}

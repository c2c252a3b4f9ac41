using System.Text;
using Loadline.Core.Balancing;
using Loadline.Core.Checks;
using Loadline.Core.Predictors;

namespace Loadline.Core.Cascades.Acceptance;

/// <summary>Turns a request and an answer to it into features: what tells whether the answer is right. The same code trains and serves.</summary>
/// <remarks>
/// Three blocks of hashed columns: the request's words and character grams, by themselves and together with what the answer comes to where it is
/// short ("yes" to this question); the answer's own words where it is long; and its form: length, refusal, doubt, whether its sums come out
/// right and its conclusion is the last of them, how much of the request's figures it used, how many other answers agree. Log-probabilities where there are any.
/// </remarks>
public sealed class AcceptanceFeatures
{
    /// <summary>The number of columns.</summary>
    public const int Columns = 1 << 18;

    private const int ShortWords = 6;
    private const float GramWeight = 0.7f;

    private readonly FeatureVector _request = new();
    private readonly FeatureVector _answer = new();
    private readonly List<(int Column, float Value)> _found = [];
    private string _prompt = "\0";

    /// <summary>Extracts; what is returned is valid until the next call.</summary>
    public IReadOnlyList<(int Column, float Value)> Extract(AnswerToCheck answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        if (!ReferenceEquals(_prompt, answer.Prompt) && _prompt != answer.Prompt)
        {
            var bytes = Encoding.UTF8.GetBytes(answer.Prompt);
            FeatureExtractor.Extract(bytes, ConversationFacts.SingleMessage(bytes.Length), _request);
            _prompt = answer.Prompt;
        }

        _found.Clear();
        var kind = KindOf(answer.Text);
        Block(_request.Words, "request", 1);
        Block(_request.Grams, "request grams", GramWeight);
        Block(_request.Words, "request, " + kind, 1);
        Block(_request.Grams, "request grams, " + kind, GramWeight);
        One("kind " + kind, 1);
        One("model " + answer.Model, 1);
        One("model " + answer.Model + ", " + kind, 1);
        if (kind == "long")
        {
            Long(answer);
        }

        Agreement(answer);
        if (answer.Logprobs is { } tokens && !double.IsNaN(tokens.Mean))
        {
            One("mean logprob", (float)Math.Clamp(1 + tokens.Mean, -2, 1));
            One("min logprob", (float)Math.Clamp(1 + (tokens.Min / 5), -2, 1));
        }

        return _found;
    }

    // What a short answer says, without its explanation; nothing but "long" of any other.
    private static string KindOf(string text)
    {
        if (RefusalCheck.Refuses(text))
        {
            return "refusal";
        }

        var short_ = text.Length <= 200 ? text.ToLowerInvariant().Split([.. " \t\r\n.,;:!?\"'*_`()[]{}"], StringSplitOptions.RemoveEmptyEntries) : [];
        return text.Length > 200 || short_.Length > ShortWords ? "long" : short_.Length == 0 ? "nothing" : short_[0];
    }

    private void Long(AnswerToCheck answer)
    {
        var bytes = Encoding.UTF8.GetBytes(answer.Text);
        FeatureExtractor.Extract(bytes, ConversationFacts.SingleMessage(bytes.Length), _answer);
        Block(_answer.Words, "answer", 1);
        var (sums, right, last) = ArithmeticText.Check(answer.Text);
        var number = AnswerNumber.Find(answer.Text);
        One("length", (float)Math.Log2(1 + (answer.Text.Length / 100.0)) / 4);
        One("lines", Math.Min(1, answer.Text.AsSpan().Count('\n') / 20f));
        One("doubt", (float)Math.Min(1, 20 * RefusalCheck.Doubt(answer.Text)));
        One("sums", Math.Min(1, sums / 10f));
        One("sums wrong", sums == 0 ? 0 : (sums - right) / (float)sums);
        One("a sum wrong", right < sums ? 1 : 0);
        One("no sums", sums == 0 ? 1 : 0);
        One("no number", number is null ? 1 : 0);
        One("not whole", number is { } value && value.Value != Math.Floor(value.Value) ? 1 : 0);
        One("negative", number is { Value: < 0 } ? 1 : 0);
        One("not the last sum", number is { } found && !double.IsNaN(last) && Math.Abs(found.Value - last) > 0.01 ? 1 : 0);
        var (asked, used) = Figures(answer.Prompt, answer.Text);
        One("figures asked", Math.Min(1, asked / 10f));
        One("figures unused", asked == 0 ? 0 : (asked - used) / (float)asked);
        One("cut off", answer.StopReason == "length" || (answer.Text.Length > 0 && char.IsLetter(answer.Text.TrimEnd()[^1])) ? 1 : 0);
    }

    private void Agreement(AnswerToCheck answer)
    {
        if (answer.Others.Count == 0)
        {
            return;
        }

        var own = ExtractedAnswer.Of(answer.Text);
        var share = answer.Others.Count(other => ExtractedAnswer.Of(other) == own) / (float)answer.Others.Count;
        One("others agree", share);
        One("others differ", 1 - share);
    }

    // The request's figures, and how many of them the answer takes up.
    private static (int Asked, int Used) Figures(string prompt, string answer)
    {
        int asked = 0, used = 0;
        for (var at = 0; at < prompt.Length;)
        {
            if (!char.IsAsciiDigit(prompt[at]))
            {
                at++;
                continue;
            }

            var end = at;
            while (end < prompt.Length && (char.IsAsciiDigit(prompt[end]) || (prompt[end] == '.' && end + 1 < prompt.Length && char.IsAsciiDigit(prompt[end + 1]))))
            {
                end++;
            }

            asked++;
            used += answer.Contains(prompt[at..end], StringComparison.Ordinal) ? 1 : 0;
            at = end;
        }

        return (asked, used);
    }

    private void Block(ReadOnlySpan<int> buckets, string block, float weight)
    {
        var seed = AffinityKey.Hash(block);
        var value = weight / MathF.Sqrt(Math.Max(1, buckets.Length));
        foreach (var bucket in buckets)
        {
            _found.Add(((int)(AffinityKey.Mix(seed ^ (uint)bucket) & (Columns - 1)), value));
        }
    }

    private void One(string name, float value)
    {
        if (value != 0)
        {
            _found.Add(((int)(AffinityKey.Mix(AffinityKey.Hash(name)) & (Columns - 1)), value));
        }
    }
}

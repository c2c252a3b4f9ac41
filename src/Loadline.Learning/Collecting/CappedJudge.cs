using System.Text;
using Loadline.Core.Signals.Tokens;
using Loadline.Learning.Grading;

namespace Loadline.Learning.Collecting;

/// <summary>A judge that pays from the run's cap, and says so where the cap is reached.</summary>
public sealed class CappedJudge(IJudge judge, JudgePricing pricing, SpendingCap cap, Func<decimal> spentByJudge) : IJudge
{
    private readonly Lock _lock = new();
    private decimal _settled;

    /// <inheritdoc/>
    public async ValueTask<JudgeReply> AskAsync(JudgeQuestion question, CancellationToken cancellationToken)
    {
        var input = TokenEstimator.Estimate(Encoding.UTF8.GetBytes(question.Text)) + pricing.InstructionTokens;
        var most = CallCosts.Most(pricing.Price, input, pricing.OutputTokens);
        if (!await cap.ReserveAsync(most, cancellationToken).ConfigureAwait(false))
        {
            return new JudgeReply(null, "the spending cap was reached before the judge was asked");
        }

        var actual = 0m;
        try
        {
            return await judge.AskAsync(question, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Several verdicts may end at once: each settles what the judge's own sum has grown by since the last.
            lock (_lock)
            {
                var spent = spentByJudge();
                actual = spent - _settled;
                _settled = spent;
            }

            cap.Settle(most, actual);
        }
    }
}

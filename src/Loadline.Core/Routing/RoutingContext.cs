using Loadline.Core.Facts;
using Loadline.Core.Keys;
using Loadline.Core.Policies;
using Loadline.Core.Predictors;
using Loadline.Core.Runtime;
using Loadline.Core.Sessions;
using Loadline.Core.Signals;

namespace Loadline.Core.Routing;

/// <summary>One request on its way through the brain, and what was decided for it. Pooled; not thread-safe.</summary>
public sealed class RoutingContext
{
    private CandidateEvaluation[] _evaluations = new CandidateEvaluation[16];
    private int[] _order = new int[16];
    private int[] _plan = new int[16];

    /// <summary>Gets what was found in the request; fill it before deciding.</summary>
    public RequestFacts Facts { get; } = new();

    /// <summary>Gets the request's signals, computed when first asked for.</summary>
    public RequestSignals Signals { get; } = new();

    /// <summary>Gets where a predictor writes; made when the first one does.</summary>
    internal Prediction Prediction => field ??= new Prediction();

    /// <summary>Gets the source of chance for this request; seeded in tests so that a decision can be replayed.</summary>
    public Random Random { get; private set; } = null!;

    /// <summary>Gets the snapshot that the request is decided on; set by <see cref="Begin"/>.</summary>
    public RuntimeSnapshot Snapshot { get; private set; } = null!;

    /// <summary>Gets the route, direct ones included; <see langword="null"/> while none is found.</summary>
    public RouteSnapshot? Route { get; internal set; }

    /// <summary>Gets the rule that fired; <see langword="null"/> where none did.</summary>
    public RuleSnapshot? Rule { get; internal set; }

    /// <summary>Gets the candidates in play: the pool first, then reference and fallbacks.</summary>
    public CandidateSet Candidates { get; internal set; } = null!;

    /// <summary>Gets the residency that every deployment of this request must state; <see langword="null"/>: none asked for.</summary>
    public string? Residency { get; internal set; }

    /// <summary>Gets or sets what the caller's key allows; set after <see cref="Begin"/>, which allows all.</summary>
    public KeyScope Scope { get; set; } = KeyScope.All;

    /// <summary>Gets or sets a value indicating whether somebody's money is counted, so that only candidates of known price may serve; set after <see cref="Begin"/>.</summary>
    public bool CountsMoney { get; set; }

    /// <summary>Gets or sets what stays the same over the caller's session, else for the caller; set after <see cref="Begin"/>. <see langword="null"/>: each request is drawn for itself.</summary>
    public ulong? StickyKey { get; set; }

    /// <summary>Gets a value indicating whether the choice serves; where not, the reference does.</summary>
    public bool Serves { get; internal set; }

    /// <summary>Gets what checks said of drafts, in order, for the record.</summary>
    public List<string> Checks { get; } = [];

    /// <summary>Gets the short reason: rule and policy.</summary>
    public string Reason { get; internal set; } = "";

    /// <summary>Gets the evaluations, parallel to <see cref="CandidateSet.All"/>.</summary>
    public Span<CandidateEvaluation> Evaluations => _evaluations.AsSpan(0, Candidates.All.Length);

    /// <summary>Gets the evaluations a policy may choose from.</summary>
    public Span<CandidateEvaluation> Pool => _evaluations.AsSpan(0, Candidates.PoolCount);

    /// <summary>Gets what the policy appended: positions in <see cref="Pool"/>, its choice first.</summary>
    public ReadOnlySpan<int> Order => _order.AsSpan(0, OrderCount);

    /// <summary>Gets the candidates to try, one after another: positions in <see cref="Evaluations"/>.</summary>
    public ReadOnlySpan<int> Plan => _plan.AsSpan(0, PlanCount);

    /// <summary>Gets what the policy (or the reference standing in for it) chose: a position in <see cref="Evaluations"/>; -1 before.</summary>
    public int Choice { get; internal set; } = -1;

    /// <summary>Gets the probability, in (0,1], with which the policy made its choice; 1 unless a policy that draws set it.</summary>
    public double Propensity { get; internal set; } = 1;

    /// <summary>Gets how unlike the training rows the request is, 1 at the bound from which it is left to the reference; <see langword="null"/> where no predictor looked.</summary>
    public double? Novelty { get; internal set; }

    /// <summary>Gets or sets what the policy noted of its choice.</summary>
    public PolicyNote Note { get; set; }

    /// <summary>Gets or sets a value indicating whether the policy passes the request on to the rule after its own.</summary>
    public bool HasAbstained { get; set; }

    /// <summary>Gets or sets a value indicating whether whoever decides can get answers from outside; where not, policies that need one abstain.</summary>
    public bool CanAsk { get; set; }

    /// <summary>Gets the policy that needs an answer from outside; <see langword="null"/>: none does.</summary>
    public IAskingPolicy? Pending { get; internal set; }

    /// <summary>Gets the answers from outside that policies of this request got.</summary>
    internal List<(LlmPolicy Policy, LlmAnswer Answer)> Answers { get; } = [];

    /// <summary>Gets the embeddings that policies of this request asked for.</summary>
    internal List<(IAskingPolicy Policy, EmbeddingAnswer Answer)> Embeddings { get; } = [];

    /// <summary>Gets the policy that ordered the candidates; <see langword="null"/> before.</summary>
    public IRoutingPolicy? Policy { get; internal set; }

    /// <summary>Gets the part that the session before this request played.</summary>
    public SessionNote Session { get; internal set; }

    /// <summary>Gets the expected prompt tokens that the estimates were made with.</summary>
    public int EstimatedInputTokens { get; internal set; }

    /// <summary>Gets the expected generated tokens that the estimates were made with.</summary>
    public int EstimatedOutputTokens { get; internal set; }

    internal int OrderCount { get; private set; }

    internal int PlanCount { get; private set; }

    /// <summary>Gets the time that health was judged at.</summary>
    public TimeSpan Now { get; private set; }

    /// <summary>Gets a value indicating whether everybody who could serve is benched, so that the benched are tried.</summary>
    public bool IsPanic { get; internal set; }

    /// <summary>Gets a value indicating whether the request is of a segment in which the route's certificate proves nothing.</summary>
    public bool IsUnproven { get; internal set; }

    /// <summary>Gets the way through the plan while it is carried out.</summary>
    internal Plans.AttemptCursor Cursor { get; } = new();

    /// <summary>Gets the first candidate to be tried.</summary>
    public CandidateSnapshot? Planned => PlanCount > 0 ? Candidates.All[_plan[0]] : null;

    /// <summary>Starts over for a new request whose <see cref="Facts"/> have just been filled.</summary>
    /// <param name="snapshot">The snapshot that holds for all of this request.</param>
    /// <param name="random">The source of chance.</param>
    /// <param name="now">The time on the monotonic clock that health is measured with; zero outside a gateway.</param>
    public void Begin(RuntimeSnapshot snapshot, Random random, TimeSpan now = default)
    {
        Now = now;
        IsPanic = false;
        IsUnproven = false;
        Snapshot = snapshot;
        Random = random;
        Route = null;
        Rule = null;
        Residency = null;
        Checks.Clear();
        Scope = KeyScope.All;
        CountsMoney = false;
        StickyKey = null;
        Novelty = null;
        Serves = false;
        Candidates = null!;
        Reason = "";
        Choice = -1;
        Propensity = 1;
        Note = default;
        Policy = null;
        HasAbstained = false;
        Pending = null;
        CanAsk = false;
        Answers.Clear();
        Embeddings.Clear();
        Session = default;
        OrderCount = PlanCount = EstimatedInputTokens = EstimatedOutputTokens = 0;
        Signals.Reset(Facts);
    }

    /// <summary>Appends a candidate to the policy's order; one that is excluded or already there is passed over.</summary>
    /// <param name="poolIndex">Position in <see cref="Pool"/>.</param>
    public void Append(int poolIndex)
    {
        if (_evaluations[poolIndex].IsEligible && !Order.Contains(poolIndex))
        {
            _order[OrderCount++] = poolIndex;
        }
    }

    /// <summary>Puts an eligible candidate before all others of the order; what the policy had chosen stands in first.</summary>
    internal void Prefer(int poolIndex)
    {
        var at = Order.IndexOf(poolIndex);
        if (at < 0)
        {
            at = OrderCount++;
        }

        Array.Copy(_order, 0, _order, 1, at);
        _order[0] = poolIndex;
    }

    // The same session always falls on the same side, and on another one's in another canary. Drawn once where a decision takes two rounds.
    internal bool IsInCanary(RouteSnapshot route)
    {
        var key = StickyKey ??= (ulong)Random.NextInt64();
        var mixed = (key ^ route.CanarySalt) * 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 32)) * 0xD6E8FEB86659FD93;
        return ((mixed ^ (mixed >> 32)) >> 11) * (1.0 / (1UL << 53)) < route.Serving.Mode.Share;
    }

    /// <summary>Hands in what <see cref="Pending"/> asked for.</summary>
    public void Answer(in LlmAnswer answer)
    {
        Answers.Add(((LlmPolicy)Pending!, answer));
        Pending = null;
    }

    /// <summary>Hands in the embedding that <see cref="Pending"/> asked for.</summary>
    public void Answer(in EmbeddingAnswer answer)
    {
        Embeddings.Add((Pending!, answer));
        Pending = null;
    }

    internal void Take(CandidateSet candidates)
    {
        Candidates = candidates;
        var count = candidates.All.Length;
        if (_evaluations.Length < count)
        {
            _evaluations = new CandidateEvaluation[count];
            _order = new int[count];
            _plan = new int[count];
        }
    }

    internal void ClearOrder() => OrderCount = PlanCount = 0;

    internal void ClearPlan() => PlanCount = 0;

    /// <summary>Takes the first candidate out of the plan, so that the next one is the choice.</summary>
    /// <returns>Whether there is a next one; else nothing was changed.</returns>
    public bool TryDropFirst()
    {
        if (PlanCount < 2)
        {
            return false;
        }

        RemoveFromPlan(_plan[0]);
        Choice = _plan[0];
        return true;
    }

    internal void RemoveFromPlan(int index)
    {
        var at = Plan.IndexOf(index);
        if (at >= 0)
        {
            _plan.AsSpan(at + 1, PlanCount - at - 1).CopyTo(_plan.AsSpan(at));
            PlanCount--;
        }
    }

    // For what is better than nothing: benched, but able to serve.
    internal void AppendBenchedToPlan(int index)
    {
        if (index >= 0 && _evaluations[index].IsOnlyUnhealthy && !Plan.Contains(index))
        {
            _plan[PlanCount++] = index;
        }
    }

    internal void AppendToPlan(int index)
    {
        if (index >= 0 && _evaluations[index].IsEligible && !Plan.Contains(index))
        {
            _plan[PlanCount++] = index;
        }
    }
}

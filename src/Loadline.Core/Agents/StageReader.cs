using Loadline.Core.Facts;

namespace Loadline.Core.Agents;

/// <summary>Reads a conversation's tool history from its beginning: what the agent does, whether its tools fail, whether it repeats itself.</summary>
/// <remarks>
/// An agent sends its whole history with each request, so the latch is read anew every time and nothing has to be remembered: any replica decides
/// alike, and a decision can be replayed. What an agent drops when it compacts its history is forgotten here, too. Allocates nothing.
/// </remarks>
public static class StageReader
{
    // The calls among which a repetition is looked for.
    private const int Recent = 8;

    // Enough for an hour of work; of a longer history the newest are read.
    private const int MostSteps = 512;

    /// <summary>Reads the history of a scanned request.</summary>
    public static StageReading Read(RequestFacts facts, StageLatch latch)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var body = facts.Body.Span;
        var steps = facts.Steps;
        Span<uint> recent = stackalloc uint[Recent];
        recent.Clear();
        var state = new State { Latch = latch };
        var calls = 0;
        for (var i = Math.Max(0, steps.Length - MostSteps); i < steps.Length; i++)
        {
            if (steps[i].IsResult)
            {
                state.Result(ToolResults.IsFailure(steps[i].Value.In(body)));
                continue;
            }

            var name = steps[i].Name.In(body);
            var value = steps[i].Value.In(body);
            state.Stage = ToolKinds.StageOf(name, value, state.Stage);
            var hash = Hash(name, Hash(value, 2166136261));
            recent[calls++ % Recent] = hash;
            state.Call(recent.Count(hash));
        }

        return state.Reading();
    }

    private static uint Hash(ReadOnlySpan<byte> bytes, uint hash)
    {
        foreach (var b in bytes)
        {
            hash = (hash ^ b) * 16777619;
        }

        return Math.Max(1, hash);
    }

    private struct State
    {
        private int _results;
        private int _failed;
        private int _bad;
        private int _good;
        private bool _isLatched;
        private bool _isLoop;
        private bool _repeated;

        public StageLatch Latch { get; init; }

        public AgentStage Stage { get; set; }

        public void Call(int times)
        {
            _repeated = times >= Latch.Repeats;
            if (_repeated && !_isLatched)
            {
                (_isLatched, _isLoop, _good) = (true, true, 0);
            }
        }

        public void Result(bool isFailure)
        {
            _results++;
            _failed += isFailure ? 1 : 0;

            // The same call over and over is no progress, however well it ends.
            _bad = isFailure ? _bad + 1 : 0;
            _good = isFailure || _repeated ? 0 : _good + 1;
            if (!_isLatched && _bad >= Latch.EscalateAfter)
            {
                (_isLatched, _isLoop) = (true, false);
            }
            else if (_isLatched && _good >= Latch.ReleaseAfter)
            {
                (_isLatched, _isLoop) = (false, false);
            }
        }

        public readonly StageReading Reading() =>
            new(_isLatched ? AgentStage.Trouble : Stage, _results, _failed, _isLatched ? _good : _bad, _isLoop);
    }
}

using System.Globalization;
using Loadline.Core.Agents;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;

namespace Loadline.Core.Policies;

/// <summary>Chooses by where an agent stands in its work, as its tool history tells.</summary>
/// <remarks>
/// A stage that names no candidate is left to the reference. After a failure the candidate for trouble stands in: whoever was
/// named for the hardest stage can do the others.
/// </remarks>
internal sealed class StagePolicy : IRoutingPolicy
{
    internal const string ConfigName = "stage";

    private readonly int[] _indexes;
    private readonly StageLatch _latch;

    /// <param name="indexes">Each stage's candidate as a position in the pool; -1: none.</param>
    /// <param name="latch">When trouble is called, and when it is over.</param>
    internal StagePolicy(int[] indexes, StageLatch latch)
    {
        _indexes = indexes;
        _latch = latch;
    }

    /// <inheritdoc/>
    public string Name => ConfigName;

    /// <inheritdoc/>
    public void Order(RoutingContext context)
    {
        var reading = StageReader.Read(context.Facts, _latch);
        context.Note = new PolicyNote
        {
            Case = reading.IsLoop ? 2 : 1,
            Index = (int)reading.Stage,
            First = reading.Results,
            Second = reading.Failed,
            Third = reading.Streak,
        };
        Append(context, _indexes[(int)reading.Stage]);
        if (context.OrderCount > 0)
        {
            Append(context, _indexes[(int)AgentStage.Trouble]);
        }
    }

    /// <inheritdoc/>
    public string Explain(in PolicyNote note, CandidateSet candidates)
    {
        var stage = (AgentStage)note.Index;
        if (stage == AgentStage.Start)
        {
            return "the agent has used no tool yet (start)";
        }

        var seen = string.Create(CultureInfo.InvariantCulture, $"{note.First} tool results, {note.Second} failed");
        return stage != AgentStage.Trouble
            ? $"the agent is {AgentStages.ToName(stage)} ({seen})"
            : (note.Case == 2 ? "the agent repeats itself" : "the agent's tools keep failing")
                + string.Create(CultureInfo.InvariantCulture, $" ({seen}); {note.Third} of {_latch.ReleaseAfter} good results in a row that end it");
    }

    private static void Append(RoutingContext context, int index)
    {
        if (index >= 0)
        {
            context.Append(index);
        }
    }
}

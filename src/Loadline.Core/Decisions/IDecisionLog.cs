namespace Loadline.Core.Decisions;

/// <summary>Where decisions go when a request has ended, and where they are asked for.</summary>
public interface IDecisionLog
{
    /// <summary>Takes a finished decision; never waits and never fails a request.</summary>
    void Record(FinishedDecision decision);

    /// <summary>Finds a record by its id.</summary>
    DecisionRecord? Find(string id);

    /// <summary>Lists the newest records first.</summary>
    IReadOnlyList<DecisionRecord> Recent(int count);
}

namespace Loadline.Extensions.AI;

/// <summary>How much of a decision is kept when its request has ended.</summary>
public enum DecisionDetail
{
    /// <summary>All of it: id, cost, attempts, the whole record; feedback can name it.</summary>
    Full,

    /// <summary>Route, model, deployment and reason, on an object that calls with the same choice share: no id, no cost, no record, no feedback.</summary>
    /// <remarks>
    /// For applications that count every byte: a call then allocates what any router over chat clients does. Where somebody listens to telemetry, or the route keeps
    /// sessions, the record is made all the same, as they are told from it.
    /// </remarks>
    ChoiceOnly,
}

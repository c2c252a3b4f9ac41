using Loadline.Core.Routing;

namespace Loadline.Core.Rules;

/// <summary>A boolean test over the facts and signals of a request; immutable and safe to share.</summary>
public abstract class Condition
{
    /// <summary>Tells whether the condition holds. Called for every request: no allocation; computes only the signals it names.</summary>
    public abstract bool Holds(RoutingContext context);

    /// <summary>Gets a value indicating whether it asks for what comes beside the prompt (headers, metadata, hints), which a graded row does not have.</summary>
    public virtual bool AsksBesidePrompt => false;

    /// <summary>Gets a value indicating whether it asks for what a ledger's row does not have either.</summary>
    public virtual bool AsksBesideRecord => AsksBesidePrompt;

    /// <summary>Shows the condition as the config writes it, for explanations.</summary>
    public abstract override string ToString();
}

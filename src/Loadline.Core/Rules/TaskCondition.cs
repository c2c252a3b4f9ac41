using Loadline.Core.Routing;
using Loadline.Core.Signals;

namespace Loadline.Core.Rules;

/// <summary>Holds where the request's task is one of some.</summary>
public sealed class TaskCondition : Condition
{
    private readonly uint _tasks;
    private readonly string _text;

    /// <summary>Takes the tasks, of which one is enough.</summary>
    public TaskCondition(IReadOnlyList<TaskKind> tasks)
    {
        foreach (var task in tasks)
        {
            _tasks |= 1u << (int)task;
        }

        _text = "task: " + Flow.OneOrList([.. tasks.Select(TaskKinds.ToName)]);
    }

    /// <inheritdoc/>
    public override bool Holds(RoutingContext context) => (_tasks >> (int)context.Signals.Task.Kind & 1) != 0;

    /// <inheritdoc/>
    public override string ToString() => _text;
}

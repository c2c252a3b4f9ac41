using System.Runtime.CompilerServices;

namespace Loadline.Core.Signals;

/// <summary>A score per <see cref="TaskKind"/>: evidence in favour adds, evidence against subtracts.</summary>
[InlineArray(Length)]
internal struct TaskScores
{
    public const int Length = 13;

    private float _first;

    public void Add(TaskKind kind, float weight) => this[(int)kind] += weight;

    /// <summary>The highest score and its share after a softmax.</summary>
    public readonly TaskGuess Best()
    {
        var best = 0;
        for (var i = 1; i < Length; i++)
        {
            best = this[i] > this[best] ? i : best;
        }

        var sum = 0f;
        for (var i = 0; i < Length; i++)
        {
            sum += MathF.Exp(this[i] - this[best]);
        }

        return new TaskGuess((TaskKind)best, 1 / sum);
    }
}

using System.Runtime.CompilerServices;

namespace Loadline.Core.Signals;

/// <summary>A value per <see cref="ComplexityPart"/>.</summary>
[InlineArray(ComplexityParts.Count)]
internal struct ComplexityValues
{
    private float _first;

    public float this[ComplexityPart part]
    {
        readonly get => this[(int)part];
        set => this[(int)part] = Math.Clamp(value, 0f, 1f);
    }
}

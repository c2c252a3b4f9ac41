using System.Runtime.CompilerServices;

namespace Loadline.Core.Signals.Shape;

/// <summary>A number per <see cref="Domain"/>.</summary>
[InlineArray(Length)]
internal struct DomainCounts
{
    public const int Length = 19;

    private ushort _first;
}

using System.Runtime.CompilerServices;

namespace Loadline.Core.Signals.Shape;

/// <summary>A number per <see cref="WordClass"/>.</summary>
[InlineArray((int)WordClass.Common)]
internal struct ClassCounts
{
    private ushort _first;
}

namespace Loadline.Core.Signals.Shape;

/// <summary>A clause as masks over <see cref="WordClass"/>.</summary>
/// <param name="All">Every class met in it.</param>
/// <param name="Lead">The classes of the verb that leads it; none where no known verb does.</param>
/// <param name="Object">The classes of the first noun after that verb that a classifier knows.</param>
internal record struct Clause(ulong All, ulong Lead, ulong Object);

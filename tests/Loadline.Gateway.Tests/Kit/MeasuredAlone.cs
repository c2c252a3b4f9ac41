namespace Loadline.Gateway.Tests.Kit;

/// <summary>Tests that measure time or hold a thousand sockets run by themselves: side by side they would measure one another.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MeasuredAlone
{
    public const string Name = "measured";
}

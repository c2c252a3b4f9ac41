namespace Loadline.Gateway.Tests.Kit;

/// <summary>Draws the first of everything, so that deployments are tried in the order of the config; ids stay unique.</summary>
internal sealed class FirstRandom : Random
{
    public override int Next(int maxValue) => 0;

    public override double NextDouble() => 0;
}

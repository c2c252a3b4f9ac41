using Loadline.Testing;

namespace Loadline.Acceptance.Tests;

/// <summary>A theory that needs the recordings, Node.js and the SDKs; skipped, with the reason, where something is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NodeTheoryAttribute : TheoryAttribute
{
    public NodeTheoryAttribute() => Skip = DataFolder.SkipReason("wire/INDEX.tsv") ?? NodeClients.WhyNot;
}

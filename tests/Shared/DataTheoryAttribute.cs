namespace Loadline.Testing;

/// <summary>A theory that needs files of the data folder; skipped, with the reason, where they are not there.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DataTheoryAttribute : TheoryAttribute
{
    /// <param name="paths">Relative to the data folder; none means the folder alone.</param>
    public DataTheoryAttribute(params string[] paths) => Skip = DataFolder.SkipReason(paths);
}

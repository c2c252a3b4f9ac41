namespace Loadline.Testing;

/// <summary>A fact that needs files of the data folder; skipped, with the reason, where they are not there.</summary>
/// <remarks>Compiled into each test project (tests/Directory.Build.props), so that the test kit itself needs no xunit.</remarks>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DataFactAttribute : FactAttribute
{
    /// <param name="paths">Relative to the data folder; none means the folder alone.</param>
    public DataFactAttribute(params string[] paths) => Skip = DataFolder.SkipReason(paths);
}

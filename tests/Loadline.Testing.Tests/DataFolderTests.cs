namespace Loadline.Testing.Tests;

public sealed class DataFolderTests : IDisposable
{
    private readonly DirectoryInfo _temp = Directory.CreateTempSubdirectory("loadline-data-");

    public void Dispose() => _temp.Delete(recursive: true);

    [Fact]
    public void FindRoot_Named_IsThatFolderOrNothing()
    {
        Assert.Equal(_temp.FullName, DataFolder.FindRoot(_temp.FullName));
        Assert.Null(DataFolder.FindRoot(Path.Combine(_temp.FullName, "absent"), _temp.FullName));
    }

    [Fact]
    public void FindRoot_DeepInAClone_FindsTheSibling()
    {
        var data = _temp.CreateSubdirectory("shared/data");
        var deep = _temp.CreateSubdirectory("clone/artifacts/bin");
        Assert.Equal(data.FullName, DataFolder.FindRoot(null, deep.FullName));
    }

    [Fact]
    public void SkipReason_FileAbsent_NamesIt()
    {
        var reason = DataFolder.SkipReason("outcomes/no-such-table.jsonl");
        Assert.NotNull(reason);
        Assert.Contains(DataFolder.Root is null ? DataFolder.Variable : "no-such-table", reason, StringComparison.Ordinal);
        Assert.Equal(reason, new DataFactAttribute("outcomes/no-such-table.jsonl").Skip);
        Assert.Throws<FileNotFoundException>(() => DataFolder.Path("outcomes/no-such-table.jsonl"));
    }

    [DataFact("README.md", "outcomes")]
    public void Path_DataPresent_IsThere() => Assert.True(File.Exists(DataFolder.Path("README.md")));
}

using Loadline.Core.Configuration;
using Loadline.Core.Policies;
using Loadline.Core.Predictors;
using Loadline.Core.Runtime;
using Loadline.Core.Tests.Predictors;
using Loadline.Core.Tests.Support;

namespace Loadline.Core.Tests.Configuration;

public sealed class ConfigFileWatcherTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly string _folder = Directory.CreateTempSubdirectory("loadline-").FullName;
    private readonly ManualTime _time = new();
    private readonly List<LoadlineConfig> _applied = [];
    private readonly List<string> _refused = [];

    private string Path => System.IO.Path.Combine(_folder, "loadline.yaml");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Tick_UnchangedFile_HandsNothingOver()
    {
        Write("small");
        using var watcher = Watch();
        _time.Advance(10 * Second);
        Assert.Empty(_applied);
    }

    [Fact]
    public void Tick_ChangedFile_HandsItOverOnceAfterTwoReadings()
    {
        Write("small");
        using var watcher = Watch();
        Write("large");
        _time.Advance(Second);
        Assert.Empty(_applied);
        _time.Advance(Second);
        Assert.Equal("large", Assert.Single(_applied).Models[0].Name);
        _time.Advance(10 * Second);
        Assert.Single(_applied);
    }

    [Fact]
    public void Tick_FileStillBeingWritten_IsNotTaken()
    {
        Write("small");
        using var watcher = Watch();
        var whole = Text("large");
        for (var length = 10; length < whole.Length; length += 25)
        {
            File.WriteAllText(Path, whole[..length]);
            _time.Advance(Second);
        }

        Assert.Empty(_applied);
        Assert.Empty(_refused);
        Write("large");
        _time.Advance(2 * Second);
        Assert.Single(_applied);
    }

    [Fact]
    public void Tick_FileReplacedByRename_IsTaken()
    {
        Write("small");
        using var watcher = Watch();
        File.WriteAllText(Path + ".new", Text("large"));
        File.Move(Path + ".new", Path, overwrite: true);
        _time.Advance(2 * Second);
        Assert.Single(_applied);
    }

    [Fact]
    public void Tick_LinkPointedElsewhere_IsTaken()
    {
        File.WriteAllText(Path + ".1", Text("small"));
        File.WriteAllText(Path + ".2", Text("large"));
        File.CreateSymbolicLink(Path, Path + ".1");
        using var watcher = Watch();
        File.Delete(Path);
        File.CreateSymbolicLink(Path, Path + ".2");
        _time.Advance(2 * Second);
        Assert.Equal("large", Assert.Single(_applied).Models[0].Name);
    }

    [Fact]
    public void Tick_BadFile_IsReportedOnceAndTheNextGoodOneTaken()
    {
        Write("small");
        using var watcher = Watch();
        File.WriteAllText(Path, "version: 1\nmodels: {}\n");
        _time.Advance(10 * Second);
        Assert.Empty(_applied);
        Assert.Single(_refused);
        Assert.StartsWith(Path + ":1:1: `providers` is missing", _refused[0], StringComparison.Ordinal);
        Write("small");
        _time.Advance(2 * Second);
        Assert.Single(_applied);
    }

    [Fact]
    public void Tick_FileGone_IsReportedOnceAndItsReturnTaken()
    {
        Write("small");
        using var watcher = Watch();
        File.Delete(Path);
        _time.Advance(10 * Second);
        Assert.Equal([Path + ": the file is gone. The last good config stays in force."], _refused);
        Write("large");
        _time.Advance(2 * Second);
        Assert.Single(_applied);
    }

    [Fact]
    public void Tick_ApplyThrows_IsReportedAndWatchingGoesOn()
    {
        Write("small");
        using var watcher = new ConfigFileWatcher(Path, _ => null, _time, Digest(), _ => throw new ArgumentException("no."), Refuse);
        Write("large");
        _time.Advance(2 * Second);
        Assert.Contains("could not be put into force (no)", Assert.Single(_refused), StringComparison.Ordinal);
        File.WriteAllText(Path, "x");
        _time.Advance(2 * Second);
        Assert.Equal(2, _refused.Count);
    }

    [Fact]
    public void Dispose_AfterAChange_HandsNothingMoreOver()
    {
        Write("small");
        var watcher = Watch();
        Write("large");
        _time.Advance(Second);
        watcher.Dispose();
        _time.Advance(10 * Second);
        Assert.Empty(_applied);
    }

    [Fact]
    public void Watcher_WithAHolder_SwapsTheSnapshotAndCountsGenerations()
    {
        Write("small");
        var config = TestConfig.Good(File.ReadAllText(Path));
        var holder = new SnapshotHolder(SnapshotBuilder.Build(config, null, TestCatalog.Empty));
        using var watcher = new ConfigFileWatcher(Path, _ => null, _time, config.Digest, next => holder.Apply(next, TestCatalog.Empty), Refuse);
        Write("large");
        _time.Advance(2 * Second);
        Assert.Equal((2, "large"), (holder.Current.Generation, holder.Current.Candidates[0].Name));
        File.WriteAllText(Path, "broken: [");
        _time.Advance(2 * Second);
        Assert.Equal((2, "large"), (holder.Current.Generation, holder.Current.Candidates[0].Name));
        Assert.Single(_refused);
    }

    [Fact]
    public void Tick_ChangedArtifact_IsReadAgainAndABadOneIsNotTaken()
    {
        var artifact = System.IO.Path.Combine(_folder, "auto.policy");
        File.WriteAllBytes(artifact, PolicyArtifactFile.Write(HandMade.Artifact(("a", 0.6f, 0.1f), ("b", 0.9f, 1f))));
        File.WriteAllText(Path, "version: 1\nproviders: { p: { url: \"http://h.test/v1\" } }\nmodels: { a: { provider: p, name: x }, b: { provider: p, name: y } }\n"
            + "routes: { auto: { pool: [a, b], reference: b, policy: { kind: predictive, artifact: auto.policy } } }\n");
        var read = ConfigReader.Read(File.ReadAllBytes(Path), Path, _ => null);
        Assert.Equal([artifact], read.Files);
        using var watcher = new ConfigFileWatcher(Path, _ => null, _time, read.Config!.Digest, _applied.Add, Refuse, read.Files);
        _time.Advance(5 * Second);
        Assert.Empty(_applied);

        File.WriteAllBytes(artifact, PolicyArtifactFile.Write(HandMade.Artifact(("a", 0.8f, 0.1f), ("b", 0.9f, 1f)))[..^1]);
        _time.Advance(5 * Second);
        Assert.Empty(_applied);
        Assert.Contains("this artifact cannot be used", Assert.Single(_refused), StringComparison.Ordinal);

        File.WriteAllBytes(artifact, PolicyArtifactFile.Write(HandMade.Artifact(("a", 0.8f, 0.1f), ("b", 0.9f, 1f))));
        _time.Advance(5 * Second);
        var policy = Assert.IsType<PredictivePolicyConfig>(Assert.Single(_applied).Routes[0].Policy);
        Assert.NotEqual(((PredictivePolicyConfig)read.Config.Routes[0].Policy).Artifact.Digest, policy.Artifact.Digest);
        Assert.Single(_refused);
    }

    [Fact]
    public void Tick_RotatedCredentialFile_IsReadAgain_AndABrokenOneIsNotTaken()
    {
        var key = System.IO.Path.Combine(_folder, "key");
        File.WriteAllText(key, "sk-one\n");
        File.WriteAllText(Path, "version: 1\nproviders: { p: { url: \"http://h.test/v1\", api_keys: [{ file: key }, k-2] } }\nmodels: { m: { provider: p, name: x } }\n");
        var read = ConfigReader.Read(File.ReadAllBytes(Path), Path, _ => null);
        Assert.Equal(("sk-one", "k-2"), Keys(read.Config!));
        using var watcher = new ConfigFileWatcher(Path, _ => null, _time, read.Config!.Digest, _applied.Add, Refuse, read.Files);
        _time.Advance(5 * Second);
        Assert.Empty(_applied);

        File.WriteAllText(key, "sk-half written");
        _time.Advance(5 * Second);
        Assert.Contains("providers.p.api_keys[0].file: the file holds more than one", Assert.Single(_refused), StringComparison.Ordinal);
        Assert.DoesNotContain("half", _refused[0], StringComparison.Ordinal);

        File.WriteAllText(key, "sk-two");
        _time.Advance(5 * Second);
        Assert.Equal(("sk-two", "k-2"), Keys(Assert.Single(_applied)));
        Assert.NotEqual(read.Config.Providers[0], _applied[0].Providers[0]);
    }

    [Fact]
    public void Tick_SecretsMountSwapsItsFolder_IsReadAgain()
    {
        // As kubelet does it: the file is a link through a linked folder, and only the folder's link changes.
        foreach (var (name, text) in new[] { ("..1", "sk-one"), ("..2", "sk-two") })
        {
            Directory.CreateDirectory(System.IO.Path.Combine(_folder, name));
            File.WriteAllText(System.IO.Path.Combine(_folder, name, "key"), text);
            File.SetLastWriteTimeUtc(System.IO.Path.Combine(_folder, name, "key"), new DateTime(2026, 1, name[^1] - '0', 0, 0, 0, DateTimeKind.Utc));
        }

        var data = System.IO.Path.Combine(_folder, "..data");
        Directory.CreateSymbolicLink(data, "..1");
        File.CreateSymbolicLink(System.IO.Path.Combine(_folder, "key"), System.IO.Path.Combine("..data", "key"));
        File.WriteAllText(Path, "version: 1\nproviders: { p: { url: \"http://h.test/v1\", api_key: { file: key } } }\nmodels: { m: { provider: p, name: x } }\n");
        var read = ConfigReader.Read(File.ReadAllBytes(Path), Path, _ => null);
        using var watcher = new ConfigFileWatcher(Path, _ => null, _time, read.Config!.Digest, _applied.Add, Refuse, read.Files);
        Directory.Delete(data);
        Directory.CreateSymbolicLink(data, "..2");
        _time.Advance(5 * Second);
        Assert.Equal("sk-two", Assert.Single(_applied).Providers[0].ApiKey!.Reveal());
    }

    private static (string, string) Keys(LoadlineConfig config) => (config.Providers[0].ApiKey!.Reveal(), config.Providers[0].OtherApiKeys[0].Reveal());

    private static string Text(string model) =>
        "version: 1\nproviders: { p: { url: \"http://h.test/v1\" } }\nmodels: { " + model + ": { provider: p, name: x } }\n# the end\n";

    private void Write(string model) => File.WriteAllText(Path, Text(model));

    private string Digest() => TestConfig.Good(File.ReadAllText(Path)).Digest;

    private ConfigFileWatcher Watch() => new(Path, _ => null, _time, Digest(), _applied.Add, Refuse);

    private void Refuse(IReadOnlyList<ConfigError> errors) => _refused.Add(errors[0].ToString());
}

using System.Globalization;
using System.Text;
using Loadline.Cli.Tests.Processes;
using Loadline.Testing;
using YamlDotNet.RepresentationModel;

namespace Loadline.Cli.Tests.Samples;

/// <summary>The workflow of samples/eval-gate, its commands run as the workflow runs them, on an eval set that this test writes.</summary>
public sealed class EvalGateTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task Workflow_LetsAHarmlessRulePassAndStopsAHarmfulOne(bool isHarmful, int expected)
    {
        File.Copy(Path.Combine(RepositoryPages.Root, "samples", "eval-gate", "loadline.yaml"), _folder.File("loadline.yaml"));
        Directory.CreateDirectory(_folder.File("evals"));
        await File.WriteAllTextAsync(_folder.File("evals/support.jsonl"), Rows(isHarmful));
        var last = 0;
        foreach (var command in Commands())
        {
            var (code, output, error) = await CliProcess.RunAsync(_folder.Path, command.Split(' ')[1..]);
            last = code;
            Assert.True(code == 0 || command.Contains(" gate ", StringComparison.Ordinal), output + error);
        }

        Assert.Equal(expected, last);
        Assert.True(File.Exists(_folder.File("gate.xml")) && File.Exists(_folder.File("gate.md")));
    }

    private static IEnumerable<string> Commands()
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(File.ReadAllText(Path.Combine(RepositoryPages.Root, "samples", "eval-gate", "gate.yml"))));
        var steps = (YamlSequenceNode)stream.Documents[0].RootNode["jobs"]["gate"]["steps"];
        return steps.OfType<YamlMappingNode>().Where(step => step.Children.ContainsKey("run")).Select(step => step["run"].ToString())
            .Where(run => run.StartsWith("loadline ", StringComparison.Ordinal));
    }

    // Half greetings, half questions that only the large model answers; a harmful rule's greetings go wrong on the small one.
    private static string Rows(bool isHarmful)
    {
        var rows = new StringBuilder();
        for (var i = 0; i < 800; i++)
        {
            var isGreeting = i % 2 == 0;
            var prompt = isGreeting ? $"Hello, number {i} of this week, thanks!" : $"Why was invoice {i} of the last quarter charged twice, and how is it corrected?";
            var small = isGreeting && !isHarmful ? 1 : 0;
            rows.Append(CultureInfo.InvariantCulture,
                $$$$"""{"id":"eval/{{{{i}}}}","prompt":"{{{{prompt}}}}","outcomes":{"small":{"quality":{{{{small}}}},"cost":0.0001},"large":{"quality":1,"cost":0.01}}}""").Append('\n');
        }

        return rows.ToString();
    }
}

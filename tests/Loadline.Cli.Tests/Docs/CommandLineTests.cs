using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using Loadline.Cli.Commands;
using Loadline.Testing;

namespace Loadline.Cli.Tests.Docs;

public sealed partial class CommandLineTests
{
    public static TheoryData<string, string> Written()
    {
        var lines = new TheoryData<string, string>();
        foreach (var page in RepositoryPages.All)
        {
            foreach (var match in Line().Matches(RepositoryPages.Read(page)).Cast<Match>())
            {
                lines.Add(page, match.Groups["args"].Value.Split(" #")[0].Trim());
            }
        }

        return lines;
    }

    [Theory]
    [MemberData(nameof(Written))]
    public void CommandLine_InABlock_Parses(string page, string arguments)
    {
        var errors = Parse(arguments).Errors.Select(error => error.Message);

        Assert.True(!errors.Any(), page + ": loadline " + arguments + ": " + string.Join(" ", errors));
    }

    // The parser accepts an option whose type it cannot make; only reading its value shows that.
    [Theory]
    [InlineData("outcomes grade table.jsonl --grader helpful --judge-url http://127.0.0.1:4242/v1/chat/completions -o graded.jsonl", "--judge-url", "http://127.0.0.1:4242/v1/chat/completions")]
    [InlineData("train table.jsonl -o auto.policy --embeddings http://127.0.0.1:11434/v1 --embedding-model nomic-embed-text", "--embeddings", "http://127.0.0.1:11434/v1")]
    [InlineData("health --url http://127.0.0.1:4242", "--url", "http://127.0.0.1:4242/")]
    [InlineData("health", "--url", "http://127.0.0.1:4242/")]
    public void CommandLine_AnAddress_IsRead(string arguments, string option, string address) =>
        Assert.Equal(address, Parse(arguments).GetValue<Uri?>(option)!.ToString());

    [Fact]
    public void CommandLine_InProse_NamesWhatThereIs()
    {
        var mentions = RepositoryPages.All.SelectMany(
            page => Mention().Matches(RepositoryPages.Prose(page)).Select(match => (page, match.Groups["args"].Value)));

        var wrong = mentions.Where(mention => mention.Value is not "…").Where(mention => Parse(mention.Value) is var parsed
            && (parsed.UnmatchedTokens.Count > 0 || parsed.CommandResult.Command.Name is "loadline")).ToList();

        Assert.Empty(wrong);
    }

    [Fact]
    public void Options_OfEveryCommand_AreOnTheirPage()
    {
        var page = RepositoryPages.Read("docs/cli.md");
        foreach (var command in RootCommands.Create().Subcommands)
        {
            var start = page.IndexOf("\n## loadline " + command.Name + "\n", StringComparison.Ordinal);
            Assert.True(start >= 0, command.Name);
            var end = page.IndexOf("\n## ", start + 1, StringComparison.Ordinal);
            var section = page[start..(end < 0 ? page.Length : end)];
            foreach (var name in command.Options.Select(option => option.Name).Concat(command.Subcommands.Select(inner => inner.Name)))
            {
                Assert.Contains(name, section, StringComparison.Ordinal);
            }
        }
    }

    private static System.CommandLine.ParseResult Parse(string arguments) =>
        RootCommands.Create().Parse([.. CommandLineParser.SplitCommandLine(arguments)]);

    // A line of a fenced or indented block, also in its long form.
    [GeneratedRegex(@"^(?: {4})?(?:loadline|dotnet run --project src/Loadline\.Cli --) (?<args>[a-z].*)$", RegexOptions.Multiline)]
    private static partial Regex Line();

    [GeneratedRegex(@"`(?:loadline|dotnet run --project src/Loadline\.Cli --) (?<args>[^`]+)`")]
    private static partial Regex Mention();
}

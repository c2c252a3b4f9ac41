using System.Text;
using Loadline.Core.Signals;
using Loadline.Testing;
using Xunit.Abstractions;

namespace Loadline.Core.Tests.Signals;

public sealed class DomainClassifierTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("The plaintiff sued the landlord for breach of contract.", Domain.Law)]
    [InlineData("Which antibiotic treats a patient with pneumonia and fever?", Domain.Medicine)]
    [InlineData("How do dividends affect the price of a stock in my portfolio?", Domain.Finance)]
    [InlineData("Why does my docker container fail to reach the postgres database?", Domain.Software)]
    [InlineData("I want a refund, my order was delivered broken", Domain.Support)]
    [InlineData("Find a hotel near the airport for our vacation", Domain.Travel)]
    [InlineData("Write a slogan for the new brand's instagram campaign", Domain.Marketing)]
    [InlineData("hello, how are you?", Domain.General)]
    public void Classify_PlainCase_NamesTheField(string prompt, Domain expected)
        => Assert.Equal(expected, DomainClassifier.Classify(TextShape.Of(Encoding.UTF8.GetBytes(prompt))));

    /// <summary>Word lists were widened by looking at the development third of this file; the rest is measured.</summary>
    [DataFact("outcomes/mmlu-pro.jsonl")]
    public void Classify_OnMmluProCategories_ReachesItsFloor()
    {
        int right = 0, count = 0, general = 0;
        foreach (var row in SignalRows.Read("outcomes/mmlu-pro.jsonl"))
        {
            var allowed = FieldsOf(row.GetProperty("group").GetString()!);
            var prompt = row.GetProperty("prompt").GetString()!;
            if (allowed.Length == 0 || SignalRows.IsDevelopment(prompt, 3))
            {
                continue;
            }

            var domain = DomainClassifier.Classify(TextShape.Of(Encoding.UTF8.GetBytes(prompt)));
            count++;
            right += allowed.Contains(domain) ? 1 : 0;
            general += domain == Domain.General ? 1 : 0;
        }

        var (hit, none) = (right / (double)count, general / (double)count);
        output.WriteLine($"mmlu-pro: field named right on {hit:P1} of {count} held-out rows, none named on {none:P1}");
        Assert.True(right >= 0.63 * count);
    }

    private static Domain[] FieldsOf(string group) => group switch
    {
        "math" => [Domain.Mathematics],
        "physics" or "chemistry" or "biology" => [Domain.Science],
        "law" => [Domain.Law],
        "engineering" => [Domain.Engineering],
        "economics" => [Domain.Finance],
        "business" => [Domain.Business, Domain.Finance, Domain.Marketing],
        "health" => [Domain.Medicine],
        "psychology" => [Domain.Psychology],
        "philosophy" => [Domain.Philosophy],
        "computer science" => [Domain.Software],
        "history" => [Domain.History],
        _ => [],
    };
}

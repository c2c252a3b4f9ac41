using System.Text.Json;
using Loadline.Core.Limits;

namespace Loadline.Core.Configuration.Reading;

/// <summary>One limit on use: <c>60/minute</c>.</summary>
internal sealed class UsageLimitShape(LimitedUse use) : ScalarShape<UsageLimit>(WhatOf(use), ExampleOf(use))
{
    public override void Describe(Utf8JsonWriter json)
    {
        if (use != LimitedUse.Concurrency)
        {
            SchemaText.Text(json, "[0-9.]+[km]?/(minute|min|hour|day|month)");
            return;
        }

        SchemaText.AnyOf(
            json,
            static number =>
            {
                number.WriteString("type", "integer");
                number.WriteNumber("minimum", 1);
            },
            static text => SchemaText.Text(text, "[0-9]+(\\.[0-9]+)?[km]?"));
    }

    protected override bool TryParse(string text, out UsageLimit value) => UsageLimitText.TryParse(use, text, out value);

    private static string WhatOf(LimitedUse use) => use switch
    {
        LimitedUse.Concurrency => "a whole number above 0",
        LimitedUse.Cost or LimitedUse.Budget => "an amount in USD above 0 a minute, hour, day or month",
        _ => "a whole number above 0 a minute, hour, day or month",
    };

    private static string ExampleOf(LimitedUse use) => use switch
    {
        LimitedUse.Concurrency => "`8`",
        LimitedUse.Cost => "`2.50/hour`",
        LimitedUse.Budget => "`500/month`",
        LimitedUse.Tokens => "`100k/minute`",
        _ => "`60/minute`",
    };
}

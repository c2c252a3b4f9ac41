using System.ComponentModel;
using Loadline.Core.Ledger;

namespace Loadline.Gateway.Endpoints;

/// <summary>The parameters that narrow a question to a part of the ledger.</summary>
internal sealed record RangeQuery
{
    [Description("The earliest arrival: a time (UTC unless it says otherwise), or how long ago: 90m, 24h, 7d")]
    public string? From { get; init; }

    [Description("The latest arrival, excluded; as `from`")]
    public string? To { get; init; }

    [Description("The route")]
    public string? Route { get; init; }

    [Description("The model that served; `none` where nothing could be tried")]
    public string? Model { get; init; }

    [Description("`ok`, or an error's name")]
    public string? Outcome { get; init; }

    public static ErrorEnvelope Error { get; } = ErrorEnvelope.Create(
        "invalid_parameter", $"`from` and `to` take {LedgerTime.Forms}; `after` takes a decision's id.");

    /// <summary>Reads the times; the rest needs no reading.</summary>
    public bool TryRead(DateTimeOffset now, out LedgerFilter filter)
    {
        var isGood = TryRead(From, now, out var from) & TryRead(To, now, out var to);
        filter = new LedgerFilter { From = from, To = to, Route = Route, Model = Model, Outcome = Outcome };
        return isGood;
    }

    private static bool TryRead(string? text, DateTimeOffset now, out DateTimeOffset? time)
    {
        time = null;
        if (text is null)
        {
            return true;
        }

        var isGood = LedgerTime.TryParse(text, now, out var read);
        time = read;
        return isGood;
    }
}

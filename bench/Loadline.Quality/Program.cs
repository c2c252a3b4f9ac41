using System.Globalization;
using Loadline.Quality;
using Loadline.Quality.Baselines;

// Options are positional: these are measurements to be repeated by copying a line of docs/quality-line.md.
switch (args)
{
    case ["power", var table, var reference, var seeds, var counts, .. { Length: <= 1 } novelty]:
        Power.Run(
            table, reference, Number(seeds), [.. counts.Split(',').Select(Number)], novelty is [var share] ? double.Parse(share, CultureInfo.InvariantCulture) : null);
        return 0;
    case ["validity", var table, var splits, var draws, var threads]:
        var validity = new Validity(Number(draws), Number(threads));
        Each(splits, seed => validity.Run(table, seed));
        return 0;
    case ["baselines", var table, var splits, var draws, var threads]:
        var methods = new FailingMethods(Number(draws), Number(threads));
        Each(splits, seed => methods.Run(table, seed));
        return 0;
    case ["summary", .. { Length: > 0 } files]:
        Validity.Summarise(files);
        FailingMethods.Summarise(files);
        return 0;
    case ["watch", var runs]:
        return Watch.Run(Number(runs)) ? 0 : 1;
    case ["novelty", var seeds, var shares]:
        Novelty.Run(Number(seeds), [.. shares.Split(',').Select(one => double.Parse(one, CultureInfo.InvariantCulture))]);
        return 0;
    case ["cache", var seed]:
        SemanticCache.Run(Number(seed));
        return 0;
    case ["keys", var samples]:
        return await KeyTimes.RunAsync(Number(samples)) ? 0 : 1;
    case ["steer"]:
        Steering.Run();
        return 0;
    default:
        Console.Error.WriteLine("power TABLE REFERENCE SEEDS N,N [NOVELTY] | validity TABLE SPLITS DRAWS THREADS > FILE | baselines TABLE SPLITS DRAWS THREADS > FILE | summary FILE... | watch RUNS | novelty SEEDS SHARE,SHARE | cache SEED | keys SAMPLES | steer   (SPLITS: 3, or 1-5)");
        return 2;
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

static void Each(string splits, Action<int> run)
{
    var ends = splits.Split('-');
    for (var seed = Number(ends[0]); seed <= Number(ends[^1]); seed++)
    {
        run(seed);
        Console.Error.WriteLine($"split {seed} done");
    }
}

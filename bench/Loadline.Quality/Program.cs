using System.Globalization;
using Loadline.Quality;

// Options are positional: these are measurements to be repeated by copying a line of docs/quality-line.md.
switch (args)
{
    case ["power", var table, var reference, var seeds, var counts]:
        Power.Run(table, reference, Number(seeds), [.. counts.Split(',').Select(Number)]);
        return 0;
    case ["validity", var splits, var draws, var threads, .. var only]:
        new Validity(Number(draws), Number(threads)).Run(Number(splits), only.FirstOrDefault());
        return 0;
    case ["watch", var runs]:
        Watch.Run(Number(runs));
        return 0;
    default:
        Console.Error.WriteLine("power TABLE REFERENCE SEEDS N,N | validity SPLITS DRAWS THREADS [TABLE] | watch RUNS");
        return 2;
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

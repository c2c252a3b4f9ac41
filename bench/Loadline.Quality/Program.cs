using Loadline.Quality;

// power TABLE REFERENCE SEEDS N,N [hull]
switch (args)
{
    case ["power", var table, var reference, var seeds, var counts, .. var rest]:
        Power.Run(table, reference, int.Parse(seeds), [.. counts.Split(',').Select(int.Parse)], rest is ["hull"]);
        return 0;
    default:
        Console.Error.WriteLine("power TABLE REFERENCE SEEDS N,N [hull]");
        return 2;
}

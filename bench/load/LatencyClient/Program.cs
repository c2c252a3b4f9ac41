// A client for what wrk cannot measure. Prints one line of JSON.
//   latency --requests N --warmup N TARGET...    one connection each, one request at a time, targets taking turns: µs to the whole reply,
//                                                or, where the body asks for a stream, to its first token
//   hold --streams N --seconds S --pid P TARGET  N open streams at once: how many live and move, and what memory the processes take
// TARGET is name=port=body-file. --pid may be repeated.
using System.Globalization;
using LatencyClient;

if (args.Length == 0)
{
    return Usage();
}

var options = new Dictionary<string, List<string>>(StringComparer.Ordinal);
var targets = new List<Target>();
for (var i = 1; i < args.Length; i++)
{
    if (args[i].StartsWith("--", StringComparison.Ordinal) && i + 1 < args.Length)
    {
        options.TryAdd(args[i], []);
        options[args[i]].Add(args[++i]);
    }
    else
    {
        targets.Add(Target.Parse(args[i]));
    }
}

int Number(string name, int otherwise)
    => options.TryGetValue(name, out var values) ? int.Parse(values[^1], CultureInfo.InvariantCulture) : otherwise;

switch (args[0])
{
    case "latency" when targets.Count > 0:
        Console.WriteLine(LatencyRun.Run(targets, Number("--warmup", 500), Number("--requests", 5000)));
        return 0;
    case "hold" when targets.Count == 1:
        var pids = options.GetValueOrDefault("--pid", []).ConvertAll(p => int.Parse(p, CultureInfo.InvariantCulture));
        Console.WriteLine(await HoldRun.RunAsync(targets[0], Number("--streams", 1000), TimeSpan.FromSeconds(Number("--seconds", 5)), pids));
        return 0;
    default:
        return Usage();
}

static int Usage()
{
    Console.Error.WriteLine("latency [--requests N] [--warmup N] TARGET... | hold [--streams N] [--seconds S] [--pid P]... TARGET; TARGET is name=port=body-file");
    return 2;
}

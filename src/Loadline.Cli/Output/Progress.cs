using Spectre.Console;

namespace Loadline.Cli.Output;

/// <summary>Shows people how far a run is, on standard error, so that standard output holds only the result.</summary>
internal static class Progress
{
    public static async Task<T> ShowAsync<T>(string title, int total, Func<Action, Task<T>> work)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        if (Console.IsErrorRedirected)
        {
            await Console.Error.WriteLineAsync($"{title}: {total} requests").ConfigureAwait(false);
            return await work(static () => { }).ConfigureAwait(false);
        }

        return await console.Progress().AutoClear(true).StartAsync(context =>
        {
            var bar = context.AddTask(Markup.Escape(title), maxValue: total);
            return work(() => bar.Increment(1));
        }).ConfigureAwait(false);
    }
}

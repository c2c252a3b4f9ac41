namespace Loadline.Cli.Commands;

/// <summary>Something the user must mend; shown as it is, without a stack.</summary>
internal sealed class UserError(string message, int exitCode = ExitCodes.BadInput) : Exception(message)
{
    public int ExitCode => exitCode;

    /// <summary>Runs a command's work, turning what the user must mend into a message and an exit code.</summary>
    public static async Task<int> GuardAsync(Func<Task<int>> work)
    {
        // The command line listens for Ctrl+C and SIGTERM only once the command has let go of its thread for the first time.
        await Task.Yield();
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (UserError error)
        {
            await Console.Error.WriteLineAsync(error.Message).ConfigureAwait(false);
            return error.ExitCode;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped before the end.").ConfigureAwait(false);
            return ExitCodes.Failed;
        }
    }
}

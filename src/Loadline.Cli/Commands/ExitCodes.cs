namespace Loadline.Cli.Commands;

/// <summary>What the process tells its caller; the root command's help lists them.</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int BadInput = 2;
    public const int CannotListen = 3;
}

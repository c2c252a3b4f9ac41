using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Loadline.Testing.Cost;

/// <summary>
/// The processor time that the calling thread has used. What code costs, where the machine's other work may hold the thread up for any time: under twelve
/// busy loops on four cores a stopwatch read ten times as much.
/// </summary>
public static partial class ThreadClock
{
    private const int ThreadProcessorTime = 3; // CLOCK_THREAD_CPUTIME_ID of Linux.

    /// <summary>Gets the time used since some moment in the past; only differences on one thread mean anything. The time of day's pace where the system has no such clock.</summary>
    public static TimeSpan Now => OperatingSystem.IsLinux() && GetTime(ThreadProcessorTime, out var time) == 0
        ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1000.0)
        : Stopwatch.GetElapsedTime(0);

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out Timespec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Timespec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}

namespace Loadline.Wire.Conversion;

/// <summary>Takes the events of a streamed reply.</summary>
public interface IChatEventSink
{
    /// <summary>Takes one event; nothing of it may be kept without copying.</summary>
    void Take(in ChatEvent e);
}

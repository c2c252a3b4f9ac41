namespace Loadline.Core.Configuration.Reading;

/// <summary>The text cannot be read any further; caught by the reader, which reports it as an error with its place.</summary>
internal sealed class ConfigSyntaxException(int line, int column, string message, string suggestion) : Exception(message)
{
    public int Line => line;

    public int Column => column;

    public string Suggestion => suggestion;
}

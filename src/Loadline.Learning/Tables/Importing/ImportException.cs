namespace Loadline.Learning.Tables.Importing;

/// <summary>A file of another format that cannot be read; the message names the line and what is wrong.</summary>
public sealed class ImportException(string message, Exception? inner = null) : Exception(message, inner);

namespace Loadline.Core.Facts;

/// <summary>One string member of the request's <c>metadata</c>: ranges of the key's and the value's content, without quotes.</summary>
public readonly record struct MetadataEntry(ByteRange Key, ByteRange Value);

using Loadline.Core.Catalog;
using Loadline.Core.Facts;

namespace Loadline.Wire.OpenAI;

/// <summary>What one chunk of a chat stream holds; ranges point into its data.</summary>
internal struct ChunkFacts
{
    /// <summary>The top-level <c>usage</c> member, from its key's quote to its value's end.</summary>
    public ByteRange UsageMember;

    /// <summary>The usage of the chunk, wherever the provider puts it.</summary>
    public TokenUsage? Usage;

    /// <summary>Whether the top-level usage is there and not null.</summary>
    public bool HasTopLevelUsage;

    /// <summary>Whether <c>choices</c> has an element.</summary>
    public bool HasChoices;

    /// <summary>Whether a choice brings something the caller can see.</summary>
    public bool HasContent;

    /// <summary>Whether what it brings is a refusal: the model's own, not a filter's.</summary>
    public bool HasRefusal;

    /// <summary>Whether the chunk reports an error, at its top level, in a choice or in a vendor's member.</summary>
    public bool HasError;

    /// <summary>The error's value where it is not at the top level; missing where the whole chunk is to be read for it.</summary>
    public ByteRange NestedError;

    public ByteRange FinishReason;
    public ByteRange Model;
}

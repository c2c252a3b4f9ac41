using Loadline.Core.Quality;
using Loadline.Core.Signals;

namespace Loadline.Core.Configuration.Reading;

/// <summary>A route's <c>quality</c> as read.</summary>
internal sealed class QualityDraft : Draft
{
    public double? Keep { get; set; }

    public double? Lose { get; set; }

    /// <summary>Gets or sets the certificate's file.</summary>
    public string? Certificate { get; set; }

    /// <summary>Gets or sets the kind of segments in each of which the line is to hold.</summary>
    public SegmentKind? Segments { get; set; }

    public double Confidence { get; set; } = QualityLine.DefaultConfidence;

    /// <summary>Gets the line; <see langword="null"/> for the word <c>uncertified</c>.</summary>
    public QualityLine? Line { get; set; }
}

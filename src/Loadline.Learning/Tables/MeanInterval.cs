namespace Loadline.Learning.Tables;

/// <summary>A mean and its 95 % interval.</summary>
public sealed record MeanInterval(double Mean, double Low, double High);

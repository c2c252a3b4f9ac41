namespace Loadline.Learning.WhatIf;

/// <summary>An estimate with its confidence interval.</summary>
public readonly record struct Interval(double Value, double Low, double High);

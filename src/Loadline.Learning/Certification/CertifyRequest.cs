using Loadline.Core.Configuration;
using Loadline.Core.Quality;

namespace Loadline.Learning.Certification;

/// <summary>What to certify.</summary>
/// <param name="Config">The config.</param>
/// <param name="Route">The route's name.</param>
/// <param name="Line">The line to prove.</param>
/// <param name="Attempt">Which attempt on these rows it is, from 1.</param>
public sealed record CertifyRequest(LoadlineConfig Config, string Route, QualityLine Line, int Attempt);

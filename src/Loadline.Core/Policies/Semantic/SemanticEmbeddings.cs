using Loadline.Core.Semantics;

namespace Loadline.Core.Policies;

/// <summary>What a semantic policy needs to compare by meaning: who embeds, and what the examples came to. Thread-safe.</summary>
/// <param name="query">How messages are embedded.</param>
/// <param name="examples">Each route's examples.</param>
/// <param name="state">Kept over reloads that change neither model nor examples.</param>
public sealed class SemanticEmbeddings(EmbeddingQuery query, IReadOnlyList<IReadOnlyList<string>> examples, SemanticEmbeddings.Kept state)
{
    /// <summary>The longest that the first request waits for the examples' embeddings.</summary>
    public static readonly TimeSpan ExamplesTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Gets how messages are embedded.</summary>
    public EmbeddingQuery Query => query;

    /// <summary>Gets each route's examples.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Examples => examples;

    /// <summary>Gets the routes by meaning; <see langword="null"/> until their examples were embedded.</summary>
    public EmbeddedRoutes? Routes => state.Routes;

    /// <summary>Tells whether this request is to have the examples embedded: one at a time tries.</summary>
    public bool TryBegin() => state.Routes is null && Interlocked.Exchange(ref state.Begun, 1) == 0;

    /// <summary>Takes the examples' vectors, of length one; <see langword="null"/>: they could not be had, and another request may try.</summary>
    public void End(IReadOnlyList<IReadOnlyList<float[]>>? vectors)
    {
        if (vectors is not null)
        {
            state.Routes = EmbeddedRoutes.Of(vectors);
        }

        Volatile.Write(ref state.Begun, 0);
    }

    /// <summary>What stays.</summary>
    public sealed class Kept
    {
        internal int Begun;
        private volatile EmbeddedRoutes? _routes;

        internal EmbeddedRoutes? Routes
        {
            get => _routes;
            set => _routes = value;
        }
    }
}

using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Tenancy;

namespace PowerTrader.Core.Workflows;

/// <summary>Loaded portfolios by key. A loaded one is used again only while its head row is the one that it was loaded from.</summary>
public sealed class PortfolioSessions(PortfolioStore store, IReadOnlyList<PortfolioKey> keys)
{
    private const int MaxAttempts = 5;

    private readonly Dictionary<PortfolioKey, (PortfolioBook Book, string ETag)> loaded = [];

    /// <summary>Every portfolio of this installation, in the order in which they are served.</summary>
    public IReadOnlyList<PortfolioKey> Keys { get; } = keys;

    public PortfolioStore Store => store;

    /// <summary>Told after each commit what it brought; for people's eyes only, nothing may depend on it.</summary>
    public Action<PortfolioBook, IReadOnlyList<Fill>, IReadOnlyList<Order>>? Committed { get; set; }

    /// <exception cref="CorruptException">There is no such portfolio.</exception>
    public async Task<PortfolioBook> GetAsync(PortfolioKey key, CancellationToken cancellationToken) =>
        (await SessionAsync(key, cancellationToken)).Book;

    /// <summary>Applies a pure change and commits it; after a conflict it loads again and applies it anew.</summary>
    /// <param name="commitId">Derived from the instance and step.</param>
    /// <param name="change">Decides from the book; changes nothing where there is nothing to do, and then nothing is written.</param>
    /// <exception cref="TransientException">Five conflicts in a row.</exception>
    public async Task<T> ChangeAsync<T>(PortfolioKey key, string commitId, Func<PortfolioBook, T> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var (book, etag) = await SessionAsync(key, cancellationToken);
            // A change that throws, and a write whose outcome nobody knows, leave a book that must not be used again.
            loaded.Remove(key);
            var result = change(book);
            if (!book.IsDirty)
            {
                loaded[key] = (book, etag);
                return result;
            }
            IReadOnlyList<Fill> fills = [.. book.Changes.Fills];
            IReadOnlyList<Order> orders = [.. book.Changes.Orders.Values];
            var (committed, version) = await store.CommitAsync(book, etag, commitId, cancellationToken);
            if (committed != CommitResult.Committed) continue;
            if (version is not null) loaded[key] = (book, version);
            Committed?.Invoke(book, fills, orders);
            return result;
        }
        throw new TransientException($"portfolio {key} was changed by somebody else {MaxAttempts} times in a row");
    }

    private async Task<(PortfolioBook Book, string ETag)> SessionAsync(PortfolioKey key, CancellationToken cancellationToken)
    {
        if (loaded.TryGetValue(key, out var session) && await store.GetVersionAsync(key, cancellationToken) == session.ETag) return session;
        session = await store.LoadAsync(key, cancellationToken) ?? throw new CorruptException($"portfolio {key} does not exist in this store");
        loaded[key] = session;
        return session;
    }
}

using System.Collections.Concurrent;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Tenancy;

namespace PowerTrader.Core.Workflows;

/// <summary>Loaded portfolios by key. A loaded one is used again only while its head row is the one that it was loaded from.</summary>
/// <remarks>Different portfolios may be asked for at the same time; one portfolio by one at a time.</remarks>
public sealed class PortfolioSessions(PortfolioStore store, IReadOnlyList<PortfolioKey> keys)
{
    private const int MaxAttempts = 5;

    private readonly ConcurrentDictionary<PortfolioKey, Session> loaded = [];

    /// <summary>Every portfolio of this installation, in the order in which they are served.</summary>
    public IReadOnlyList<PortfolioKey> Keys { get; } = keys;

    public PortfolioStore Store => store;

    /// <summary>How many portfolios are served at once by whoever serves them all. One makes runs repeatable; more hide the time that a far store takes to answer.</summary>
    public int AtOnce { get; init; } = 1;

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
            var session = await SessionAsync(key, cancellationToken);
            var (book, etag) = (session.Book, session.ETag);
            // A change that throws, and a write whose outcome nobody knows, leave a book that must not be used again.
            loaded.TryRemove(key, out _);
            var result = change(book);
            if (!book.IsDirty)
            {
                loaded[key] = session;
                return result;
            }
            IReadOnlyList<Fill> fills = [.. book.Changes.Fills];
            IReadOnlyList<Order> orders = [.. book.Changes.Orders.Values];
            var brought = CommitTelemetry.Of(book.Changes);
            var (committed, version) = await store.CommitAsync(book, etag, commitId, cancellationToken);
            TraderTelemetry.Committed(committed);
            if (committed != CommitResult.Committed) continue;
            brought?.Count(fills);
            if (version is not null) loaded[key] = session with { ETag = version, Count = null };
            Committed?.Invoke(book, fills, orders);
            return result;
        }
        throw new TransientException($"portfolio {key} was changed by somebody else {MaxAttempts} times in a row");
    }

    /// <summary>Lets <see cref="Current"/> see what other processes have committed until now.</summary>
    public void LookForForeignCommits() => store.Changes?.LookForForeignCommits();

    /// <summary>The loaded portfolio where nothing can have changed it since it was last compared with the store; null asks for <see cref="GetAsync"/>.</summary>
    public PortfolioBook? Current(PortfolioKey key) =>
        loaded.TryGetValue(key, out var session) && session.Count is { } count && store.Changes!.CountOf(Names.Portfolios, session.Partition) == count
            ? session.Book
            : null;

    /// <summary>Serves every portfolio, in order, up to <see cref="AtOnce"/> at a time.</summary>
    /// <param name="serve">Given the portfolio's place and key. After a fault no further one is begun.</param>
    public Task ForEachAsync(Func<int, PortfolioKey, Task> serve)
    {
        ArgumentNullException.ThrowIfNull(serve);
        var next = -1;
        var failed = false;
        return Task.WhenAll(Enumerable.Range(0, Math.Min(AtOnce, Keys.Count)).Select(_ => ServeAsync()).ToArray());

        async Task ServeAsync()
        {
            for (var i = Interlocked.Increment(ref next); i < Keys.Count && !Volatile.Read(ref failed); i = Interlocked.Increment(ref next))
            {
                try
                {
                    await serve(i, Keys[i]);
                }
                catch
                {
                    Volatile.Write(ref failed, true);
                    throw;
                }
            }
        }
    }

    /// <summary>Something that was just started will change the portfolio, perhaps on another machine: <see cref="Current"/> asks for a look until it was compared again.</summary>
    public void Distrust(PortfolioKey key)
    {
        if (loaded.TryGetValue(key, out var session)) loaded[key] = session with { Count = null };
    }

    private async Task<Session> SessionAsync(PortfolioKey key, CancellationToken cancellationToken)
    {
        var partition = loaded.TryGetValue(key, out var session) ? session.Partition : key.ToString();
        // Counted before the look: a write between the two is then seen as one.
        var count = store.Changes?.CountOf(Names.Portfolios, partition);
        if (session is null || await store.GetVersionAsync(key, cancellationToken) != session.ETag)
        {
            var (book, etag) = await store.LoadAsync(key, cancellationToken) ?? throw new CorruptException($"portfolio {key} does not exist in this store");
            session = new Session(book, etag, partition, count);
        }
        return loaded[key] = session with { Count = count };
    }

    /// <param name="Count">Of changes when the book was last known to be current; null where that is not known.</param>
    private sealed record Session(PortfolioBook Book, string ETag, string Partition, long? Count);
}

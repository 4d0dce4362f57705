using System.Collections.Concurrent;
using System.Globalization;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Tenancy;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Adapters.Storage;

/// <summary>Queues in the store's file, with Service Bus's rules: sessions, locks, delivery counts, a duplicate window, dead letters.</summary>
/// <remarks><c>NotBefore</c> and the duplicate window run on trading time, locks on wall time.</remarks>
public sealed class SqliteMessageQueue(SqliteStore store, ITradingClock clock, TimeProvider wall, SqliteQueueOptions? options = null) : IMessageQueue
{
    private readonly SqliteQueueOptions options = options ?? new();
    private readonly ConcurrentDictionary<string, long> nextVisible = new(StringComparer.Ordinal);

    /// <summary>Raised after a message came or became visible again, on the caller's thread.</summary>
    internal event Action? Changed;

    public Task<SendResult> SendAsync(string queue, QueueMessage message, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentException.ThrowIfNullOrEmpty(queue);
        ArgumentNullException.ThrowIfNull(message);
        if (!IdGrammar.IsId(message.MessageId)) throw new ArgumentException($"'{message.MessageId}' is no message id", nameof(message));
        if (!IdGrammar.IsId(message.SessionId)) throw new ArgumentException($"'{message.SessionId}' is no session id", nameof(message));
        if (MessageRules.IsTooLarge(message)) return Task.FromResult(SendResult.TooLarge);
        store.Write(s => Send(s, queue, message));
        Invalidate(queue);
        return Task.FromResult(SendResult.Accepted);
    }

    public Task<ReceivedMessage?> ReceiveAsync(string queue, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentException.ThrowIfNullOrEmpty(queue);
        var message = store.Write(s => Receive(s, queue));
        nextVisible.TryRemove(queue, out _);
        return Task.FromResult(message);
    }

    public Task<bool> RenewLockAsync(ReceivedMessage message, CancellationToken cancellationToken) =>
        Settle(message, (s, seq) => s.Statement(QueueSql.Renew).Execute(seq, (wall.GetUtcNow() + options.LockTime).UtcTicks), cancellationToken);

    public Task<bool> CompleteAsync(ReceivedMessage message, CancellationToken cancellationToken) =>
        Settle(message, static (s, seq) => s.Statement(QueueSql.Remove).Execute(seq), cancellationToken);

    public Task<bool> AbandonAsync(ReceivedMessage message, CancellationToken cancellationToken) =>
        Settle(
            message,
            (s, seq) =>
            {
                if (message.DeliveryCount >= options.MaxDeliveries) BuryUnsettled(s, message.Queue, seq);
                else s.Statement(QueueSql.Unlock).Execute(seq);
            },
            cancellationToken);

    public Task<bool> DeadLetterAsync(ReceivedMessage message, string reason, string description, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(reason);
        ArgumentNullException.ThrowIfNull(description);
        return Settle(message, (s, seq) => Bury(s, seq, MessageRules.Cut(reason), MessageRules.Cut(description)), cancellationToken);
    }

    public Task<IReadOnlyList<DeadLetter>> PeekDeadLettersAsync(string queue, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentException.ThrowIfNullOrEmpty(queue);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        return Task.FromResult(store.Read<IReadOnlyList<DeadLetter>>(s =>
        {
            using var reader = s.Statement(QueueSql.DeadLetters).Query(queue, limit);
            var letters = new List<DeadLetter>();
            while (reader.Read())
            {
                letters.Add(new DeadLetter(
                    reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetInt32(5)));
            }
            return letters;
        }));
    }

    /// <summary>Deletes the oldest dead letters, at most a hundred, so far as there are more than <paramref name="keep"/>.</summary>
    /// <returns>How many.</returns>
    public Task<int> TrimDeadLettersAsync(string queue, int keep, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentException.ThrowIfNullOrEmpty(queue);
        ArgumentOutOfRangeException.ThrowIfNegative(keep);
        return Task.FromResult(store.Write(s => s.Statement(QueueSql.TrimDeadLetters).Execute(queue, keep)));
    }

    /// <summary>Frees what a killed process had locked; the deliveries stay counted. Only for the sole owner of the file, at its start.</summary>
    /// <returns>How many messages were locked.</returns>
    public int ReleaseLocks()
    {
        var released = store.Write(static s => s.Statement(QueueSql.UnlockAll).Execute());
        Refresh();
        return released;
    }

    /// <summary>Trading ticks at which the next unlocked message is visible; <see cref="long.MaxValue"/> for none. Cached until something changes.</summary>
    internal long NextVisible(string queue)
    {
        if (nextVisible.TryGetValue(queue, out var known)) return known;
        var wallTicks = wall.GetUtcNow().UtcTicks;
        var next = store.Read(s => (long?)s.Statement(QueueSql.NextVisible).Scalar(queue, wallTicks) ?? long.MaxValue);
        nextVisible[queue] = next;
        return next;
    }

    /// <summary>What is visible is held by somebody else: do not ask again before something changes.</summary>
    internal void Park(string queue) => nextVisible[queue] = long.MaxValue;

    /// <summary>Another process wrote to the file.</summary>
    internal void Refresh() => nextVisible.Clear();

    private bool Send(SqliteStore s, string queue, QueueMessage message)
    {
        var now = clock.Now.UtcTicks;
        s.Statement(QueueSql.ForgetIds).Execute(queue, now - options.DuplicateWindow.Ticks);
        if (s.Statement(QueueSql.RememberId).Execute(queue, message.MessageId, now) == 0)
        {
            s.Abort();
            return false;
        }
        var visible = Math.Max(now, message.NotBefore?.UtcTicks ?? now);
        s.Statement(QueueSql.Insert).Execute(queue, message.MessageId, message.SessionId, message.SortKey, message.Body, visible);
        return true;
    }

    private ReceivedMessage? Receive(SqliteStore s, string queue)
    {
        var wallNow = wall.GetUtcNow();
        var changed = false;
        while (true)
        {
            long seq;
            ReceivedMessage message;
            using (var reader = s.Statement(QueueSql.Next).Query(queue, clock.Now.UtcTicks, wallNow.UtcTicks))
            {
                if (!reader.Read())
                {
                    if (!changed) s.Abort();
                    return null;
                }
                seq = reader.GetInt64(0);
                message = new ReceivedMessage(queue, reader.GetString(1), reader.GetString(2), reader.GetString(3), "", reader.GetInt32(4) + 1);
            }
            changed = true;
            if (message.DeliveryCount <= options.MaxDeliveries)
            {
                var token = s.NextVersion();
                s.Statement(QueueSql.Lock).Execute(seq, token, (wallNow + options.LockTime).UtcTicks, message.DeliveryCount);
                return message with { LockToken = string.Create(CultureInfo.InvariantCulture, $"{seq}:{token}") };
            }
            BuryUnsettled(s, queue, seq);
        }
    }

    private Task<bool> Settle(ReceivedMessage message, Action<SqliteStore, long> settle, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentNullException.ThrowIfNull(message);
        var (seq, token) = ParseToken(message.LockToken);
        var held = store.Write(s =>
        {
            if (s.Statement(QueueSql.IsHeld).Scalar(seq, token, wall.GetUtcNow().UtcTicks) is null)
            {
                s.Abort();
                return false;
            }
            settle(s, seq);
            return true;
        });
        Invalidate(message.Queue);
        return Task.FromResult(held);
    }

    private void Invalidate(string queue)
    {
        nextVisible.TryRemove(queue, out _);
        Changed?.Invoke();
    }

    private static void Bury(SqliteStore s, long seq, string reason, string description)
    {
        s.Statement(QueueSql.Bury).Execute(seq, reason, description);
        s.Statement(QueueSql.Remove).Execute(seq);
    }

    /// <summary>No handler said so, so nobody else tells of it.</summary>
    private void BuryUnsettled(SqliteStore s, string queue, long seq)
    {
        Bury(s, seq, MessageRules.MaxDeliveryCountExceeded, MaxDeliveries());
        TraderTelemetry.DeadLettered(queue, MessageRules.MaxDeliveryCountExceeded);
    }

    private string MaxDeliveries() => string.Create(CultureInfo.InvariantCulture, $"not settled in {options.MaxDeliveries} deliveries");

    private static (long Seq, long Token) ParseToken(string token)
    {
        var colon = token.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0
            && long.TryParse(token.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var seq)
            && long.TryParse(token.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return (seq, number);
        }
        throw new ArgumentException($"'{token}' is no lock token of this queue", nameof(token));
    }
}

namespace PowerTrader.Adapters.Storage;

/// <summary>The queue's statements. Within a session messages stand in the order in which they became visible.</summary>
internal static class QueueSql
{
    public const string ForgetIds = "DELETE FROM message_ids WHERE queue = $1 AND sent <= $2";

    public const string RememberId = "INSERT OR IGNORE INTO message_ids VALUES($1, $2, $3)";

    public const string Insert = "INSERT INTO messages(queue, id, session, sort, body, visible) VALUES($1, $2, $3, $4, $5, $6)";

    /// <summary>The first message of a session that nobody holds, at trading instant $2 and wall instant $3.</summary>
    public const string Next =
        """
        SELECT m.seq, m.id, m.session, m.body, m.deliveries FROM messages m
        WHERE m.queue = $1 AND m.visible <= $2
          AND NOT EXISTS (SELECT 1 FROM messages h WHERE h.queue = m.queue AND h.session = m.session AND h.locked > $3)
          AND NOT EXISTS (SELECT 1 FROM messages e WHERE e.queue = m.queue AND e.session = m.session AND (e.visible, e.seq) < (m.visible, m.seq))
        ORDER BY m.sort, m.session, m.seq LIMIT 1
        """;

    public const string Lock = "UPDATE messages SET token = $2, locked = $3, deliveries = $4 WHERE seq = $1";

    public const string Renew = "UPDATE messages SET locked = $2 WHERE seq = $1";

    public const string IsHeld = "SELECT 1 FROM messages WHERE seq = $1 AND token = $2 AND locked > $3";

    public const string Unlock = "UPDATE messages SET token = NULL, locked = NULL WHERE seq = $1";

    public const string UnlockAll = "UPDATE messages SET token = NULL, locked = NULL WHERE token IS NOT NULL";

    public const string Remove = "DELETE FROM messages WHERE seq = $1";

    public const string Bury =
        """
        INSERT INTO dead_letters(queue, id, session, body, reason, description, deliveries)
        SELECT queue, id, session, body, $2, $3, deliveries FROM messages WHERE seq = $1
        """;

    public const string DeadLetters =
        "SELECT id, session, body, reason, description, deliveries FROM dead_letters WHERE queue = $1 ORDER BY seq LIMIT $2";

    /// <summary>At most a hundred, the oldest first.</summary>
    public const string TrimDeadLetters =
        """
        DELETE FROM dead_letters WHERE seq IN (
          SELECT seq FROM dead_letters
          WHERE queue = $1 AND seq <= (SELECT seq FROM dead_letters WHERE queue = $1 ORDER BY seq DESC LIMIT 1 OFFSET $2)
          ORDER BY seq LIMIT 100)
        """;

    public const string NextVisible = "SELECT min(visible) FROM messages WHERE queue = $1 AND (locked IS NULL OR locked <= $2)";
}

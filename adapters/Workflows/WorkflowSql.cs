namespace PowerTrader.Adapters.Workflows;

/// <summary>The engine's statements. Status 0 is running (<c>WorkflowStatus</c>).</summary>
internal static class WorkflowSql
{
    public const string Start =
        "INSERT OR IGNORE INTO workflows(id, name, status, input, sort, created, updated) VALUES($1, $2, 0, $3, $4, $5, $5)";

    public const string Get = "SELECT name, status, input, output, created, updated FROM workflows WHERE id = $1";

    public const string Open = "SELECT id, name, input, sort, created FROM workflows WHERE status = 0";

    public const string IsRunning = "SELECT 1 FROM workflows WHERE id = $1 AND status = 0";

    public const string Raise = "INSERT INTO workflow_events(id, name, payload) VALUES($1, $2, $3)";

    public const string Events = "SELECT seq, name, payload FROM workflow_events WHERE id = $1 ORDER BY seq";

    public const string WithEvents = "SELECT DISTINCT id FROM workflow_events";

    public const string Forget = "DELETE FROM workflow_events WHERE id = $1 AND seq <= $2";

    public const string Journal = "SELECT events FROM workflow_journal WHERE id = $1 ORDER BY step";

    public const string Append = "INSERT INTO workflow_journal VALUES($1, $2, $3)";

    public const string Update = "UPDATE workflows SET status = $2, output = $3, updated = $4 WHERE id = $1 AND status = 0";

    public const string PurgeJournal = "DELETE FROM workflow_journal WHERE id IN (SELECT id FROM workflows WHERE status <> 0 AND updated < $1)";

    public const string PurgeEvents = "DELETE FROM workflow_events WHERE id IN (SELECT id FROM workflows WHERE status <> 0 AND updated < $1)";

    public const string Purge = "DELETE FROM workflows WHERE status <> 0 AND updated < $1";
}

namespace PowerTrader.Adapters.Workflows;

/// <summary>The engine's statements. Status 0 is running, 1 to 3 have ended, 4 is suspended (<c>WorkflowStatus</c>).</summary>
internal static class WorkflowSql
{
    public const string Start =
        "INSERT OR IGNORE INTO workflows(id, name, status, input, sort, created, updated) VALUES($1, $2, 0, $3, $4, $5, $5)";

    public const string Get = "SELECT name, status, input, output, created, updated FROM workflows WHERE id = $1";

    /// <summary>Newest first; each of the filters and the place to go on from may be null.</summary>
    public const string List =
        "SELECT name, status, input, output, created, updated, id FROM workflows WHERE ($1 IS NULL OR status = $1) "
        + "AND ($2 IS NULL OR name = $2 OR substr(name, 1, length($2) + 1) = $2 || '.') AND ($3 IS NULL OR substr(id, 1, length($3)) = $3) "
        + "AND ($4 IS NULL OR created < $4 OR (created = $4 AND id < $5)) ORDER BY created DESC, id DESC LIMIT $6";

    public const string Open = "SELECT id, name, input, sort, created FROM workflows WHERE status = 0";

    public const string IsOpen = "SELECT 1 FROM workflows WHERE id = $1 AND status IN (0, 4)";

    public const string Raise = "INSERT INTO workflow_events(id, name, payload) VALUES($1, $2, $3)";

    public const string Events = "SELECT seq, name, payload FROM workflow_events WHERE id = $1 ORDER BY seq";

    public const string WithEvents = "SELECT DISTINCT id FROM workflow_events";

    public const string Forget = "DELETE FROM workflow_events WHERE id = $1 AND seq <= $2";

    public const string Journal = "SELECT events FROM workflow_journal WHERE id = $1 ORDER BY step";

    /// <summary>Changes nothing where somebody else has written the step.</summary>
    public const string Append = "INSERT OR IGNORE INTO workflow_journal VALUES($1, $2, $3)";

    /// <summary>Status 0 is a step that goes on: it leaves a suspended instance suspended.</summary>
    public const string Update =
        "UPDATE workflows SET status = CASE $2 WHEN 0 THEN status ELSE $2 END, output = CASE $2 WHEN 0 THEN output ELSE $3 END, updated = $4 "
        + "WHERE id = $1 AND status IN (0, 4)";

    public const string Suspend = "UPDATE workflows SET status = 4, output = $2, updated = $3 WHERE id = $1 AND status = 0";

    public const string Resume = "UPDATE workflows SET status = 0, output = NULL, updated = $2 WHERE id = $1 AND status = 4";

    public const string PurgeJournal = "DELETE FROM workflow_journal WHERE id IN (SELECT id FROM workflows WHERE status IN (1, 2, 3) AND updated < $1)";

    public const string PurgeEvents = "DELETE FROM workflow_events WHERE id IN (SELECT id FROM workflows WHERE status IN (1, 2, 3) AND updated < $1)";

    public const string Purge = "DELETE FROM workflows WHERE status IN (1, 2, 3) AND updated < $1";
}

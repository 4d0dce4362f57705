using Microsoft.Data.Sqlite;
using PowerTrader.Core.Ports;
using SQLitePCL;

namespace PowerTrader.Adapters.Storage;

/// <summary>SQLite's faults in the ports' words: what happened to which file, what of the data is safe, and what to do.</summary>
internal static class SqliteFaults
{
    public static Exception Translate(string path, SqliteException fault) => fault.SqliteErrorCode switch
    {
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => new CorruptException($"{path} is damaged or no database: {fault.Message}. Restore a backup.", fault),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new TransientException($"{path} is in use by another process: {fault.Message}", fault),
        raw.SQLITE_FULL => Failed(path, "cannot grow: its disk is full", "Free space on the disk", fault),
        raw.SQLITE_READONLY or raw.SQLITE_PERM => ReadOnly(path, fault),
        raw.SQLITE_CANTOPEN => Failed(path, "cannot be opened", "See that its folder exists and may be written to", fault),
        raw.SQLITE_IOERR when IsWrite(fault) => Failed(path, "cannot be written: its disk or a quota may be full", "Free space on the disk or raise the quota", fault),
        raw.SQLITE_IOERR => Failed(path, "cannot be read or written", "Check the disk", fault),
        _ => fault,
    };

    /// <param name="check">What SQLite's check found; it may have several lines.</param>
    public static CorruptException Damaged(string path, string check, string more = "") =>
        new($"{path} is damaged: {check.ReplaceLineEndings(" ").TrimEnd('.')}.{more} Restore a backup.");

    private static bool IsWrite(SqliteException fault) =>
        fault.SqliteExtendedErrorCode is raw.SQLITE_IOERR_WRITE or raw.SQLITE_IOERR_TRUNCATE or raw.SQLITE_IOERR_FSYNC or raw.SQLITE_IOERR_SHMSIZE;

    public static StoreFaultException ReadOnly(string path, Exception? fault = null) =>
        Failed(path, "is read-only", "Give this program's user write permission on the file and on its folder", fault);

    private static StoreFaultException Failed(string path, string what, string remedy, Exception? fault)
    {
        var message = $"{path} {what}{(fault is null ? "" : $" ({fault.Message})")}. Nothing was changed; what was committed before is safe. {remedy}, then try again.";
        return fault is null ? new StoreFaultException(message) : new StoreFaultException(message, fault);
    }
}

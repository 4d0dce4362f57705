using Microsoft.Data.Sqlite;
using PowerTrader.Core.Ports;
using SQLitePCL;

namespace PowerTrader.Adapters.Storage;

/// <summary>Whole copies of a store's file by SQLite's online backup, and their way back.</summary>
internal static class SqliteBackup
{
    /// <summary>Copies the state as of now into one new file, which has its name only when it is complete, sound and on the disk.</summary>
    /// <exception cref="IOException">There is a file of that name.</exception>
    public static void Copy(SqliteConnection from, string path)
    {
        if (File.Exists(path)) throw new IOException($"{path} exists already; choose another name");
        var unfinished = path + ".part";
        DeleteAll(unfinished);
        try
        {
            using (var to = Open(unfinished, SqliteOpenMode.ReadWriteCreate))
            {
                from.BackupDatabase(to);
                // A copy is one file, without a log beside it.
                SqliteSchema.Run(to, "PRAGMA journal_mode = DELETE");
                if (SqliteSchema.Scalar(to, "PRAGMA quick_check(1)") is string check && check != "ok")
                    throw SqliteFaults.Damaged(from.DataSource, check, $" Nothing was copied to {path}.");
            }
            using (var file = new FileStream(unfinished, FileMode.Open, FileAccess.ReadWrite)) file.Flush(flushToDisk: true);
            File.Move(unfinished, path);
        }
        catch (SqliteException fault)
        {
            var damaged = fault.SqliteErrorCode is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB;
            throw SqliteFaults.Translate(damaged ? from.DataSource : path, fault);
        }
        finally
        {
            DeleteAll(unfinished);
        }
    }

    /// <summary>Puts a copy of the backup in the place of the store, which is kept beside it.</summary>
    /// <returns>Where the earlier store is; null where there was none.</returns>
    public static string? Restore(string backup, string path, long knownVersion)
    {
        if (!File.Exists(backup)) throw new FileNotFoundException($"{backup} does not exist", backup);
        var staged = path + ".restoring";
        DeleteAll(staged);
        try
        {
            using (var source = Open(backup, SqliteOpenMode.ReadWrite))
            {
                if (SqliteSchema.Inspect(source, backup, knownVersion) == 0) throw new CorruptException($"{backup} holds no store. Choose another backup.");
                Copy(source, staged);
            }
            var kept = KeepEarlier(path);
            File.Delete(path + "-wal");
            File.Delete(path + "-shm");
            File.Move(staged, path, overwrite: true);
            return kept;
        }
        catch (SqliteException fault)
        {
            throw SqliteFaults.Translate(backup, fault);
        }
        finally
        {
            DeleteAll(staged);
        }
    }

    private static string? KeepEarlier(string path)
    {
        if (!File.Exists(path)) return null;
        EndLog(path);
        var kept = path + ".replaced";
        for (var n = 2; File.Exists(kept); n++) kept = $"{path}.replaced-{n}";
        File.Copy(path, kept);
        // Only a damaged store still has one.
        if (File.Exists(path + "-wal")) File.Copy(path + "-wal", kept + "-wal");
        return kept;
    }

    /// <summary>Brings the log into the file, for which nobody else may have it open.</summary>
    /// <exception cref="TransientException">Another process has it open.</exception>
    private static void EndLog(string path)
    {
        try
        {
            using var alone = Open(path, SqliteOpenMode.ReadWrite);
            // Only a connection that is alone may leave the log; the next opening turns to it again.
            SqliteSchema.Run(alone, "PRAGMA journal_mode = DELETE");
        }
        catch (SqliteException fault)
        {
            // A damaged store is what a restore is for.
            var translated = SqliteFaults.Translate(path, fault);
            if (translated is not CorruptException) throw translated;
        }
    }

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var text = new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = 1 }.ToString();
        var connection = new SqliteConnection(text);
        try
        {
            connection.Open();
        }
        catch (SqliteException fault)
        {
            connection.Dispose();
            throw SqliteFaults.Translate(path, fault);
        }
        return connection;
    }

    private static void DeleteAll(string path)
    {
        if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path)))) return;
        foreach (var end in (string[])["", "-wal", "-shm", "-journal"]) File.Delete(path + end);
    }
}

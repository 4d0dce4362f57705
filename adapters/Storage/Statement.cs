using Microsoft.Data.Sqlite;

namespace PowerTrader.Adapters.Storage;

/// <summary>A prepared statement with parameters <c>$1</c>, <c>$2</c>, …; used under the store's lock only.</summary>
internal sealed class Statement : IDisposable
{
    private readonly SqliteCommand command;

    public Statement(SqliteConnection connection, string sql)
    {
        command = connection.CreateCommand();
#pragma warning disable CA2100 // every text is a constant of this assembly
        command.CommandText = sql;
#pragma warning restore CA2100
        for (var i = 1; sql.Contains($"${i}", StringComparison.Ordinal); i++)
            command.Parameters.Add(new SqliteParameter($"${i}", DBNull.Value));
    }

    public int Execute(params ReadOnlySpan<object?> arguments)
    {
        Bind(arguments);
        return command.ExecuteNonQuery();
    }

    /// <summary>Dispose the reader before the next use.</summary>
    public SqliteDataReader Query(params ReadOnlySpan<object?> arguments)
    {
        Bind(arguments);
        return command.ExecuteReader();
    }

    /// <summary>The first column of the first row; null where there is none.</summary>
    public object? Scalar(params ReadOnlySpan<object?> arguments)
    {
        Bind(arguments);
        var value = command.ExecuteScalar();
        return value is DBNull ? null : value;
    }

    public void Dispose() => command.Dispose();

    private void Bind(ReadOnlySpan<object?> arguments)
    {
        if (arguments.Length != command.Parameters.Count)
            throw new ArgumentException($"{arguments.Length} arguments for {command.Parameters.Count} parameters: {command.CommandText}");
        for (var i = 0; i < arguments.Length; i++) command.Parameters[i].Value = arguments[i] ?? DBNull.Value;
    }
}

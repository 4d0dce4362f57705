namespace PowerTrader.Core.Ports;

/// <summary>The limits of Azure Table Storage, checked before anything is sent, so that every store refuses the same writes.</summary>
/// <remarks>Source: "Understanding the Table service data model" and "Performing entity group transactions" (Microsoft Learn).</remarks>
public static class TableRules
{
    public const int MaxOperations = 100;
    public const int MaxBatchBytes = 4 * 1024 * 1024;
    public const int MaxRowBytes = 1024 * 1024;
    public const int MaxTextLength = 32_768;
    public const int MaxBinaryLength = 65_536;
    public const int MaxProperties = 252;

    /// <summary>From this size in the data model on, a batch is also measured as it is sent, which at worst is six times as much.</summary>
    private const int SurelyFits = MaxBatchBytes / 10;

    /// <summary>1 KiB of UTF-16.</summary>
    public const int MaxKeyLength = 512;

    /// <summary>The first instant of the type Edm.DateTime.</summary>
    public static DateTimeOffset FirstInstant { get; } = new(1601, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>3 to 63 ASCII letters and digits, a letter first; case does not tell two tables apart.</summary>
    /// <exception cref="ArgumentException">Any other name.</exception>
    public static void CheckTable(string table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var valid = table.Length is >= 3 and <= 63 && char.IsAsciiLetter(table[0]);
        foreach (var c in table) valid &= char.IsAsciiLetterOrDigit(c);
        if (!valid) throw new ArgumentException($"'{table}' is no table name", nameof(table));
    }

    /// <exception cref="ArgumentException">Longer than 1 KiB, no valid UTF-16, or with <c>/ \ # ?</c> or a control character.</exception>
    public static void CheckKey(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.Length > MaxKeyLength) throw new ArgumentException($"a key of {key.Length} characters exceeds {MaxKeyLength}", nameof(key));
        for (var i = 0; i < key.Length; i++)
        {
            var c = key[i];
            if (char.IsSurrogate(c) && (i + 1 == key.Length || !char.IsSurrogatePair(c, key[++i])))
                throw new ArgumentException($"the key has the lone surrogate U+{(int)c:X4}", nameof(key));
            if (c is '/' or '\\' or '#' or '?' || char.IsControl(c))
                throw new ArgumentException($"the key '{key}' has the forbidden character U+{(int)c:X4}", nameof(key));
        }
    }

    /// <summary>Checks a batch. Null where it may be sent, else the size rule that it breaks (<see cref="TableWriteResult.TooLarge"/>).</summary>
    /// <exception cref="ArgumentException">Empty, a row of another partition, the same row twice, a bad key, name or property type.</exception>
    public static string? Check(string partition, IReadOnlyList<TableOperation> operations)
    {
        ArgumentNullException.ThrowIfNull(operations);
        CheckKey(partition);
        if (operations.Count == 0) throw new ArgumentException("a batch needs an operation", nameof(operations));
        if (operations.Count > 1) CheckDistinct(operations);
        string? broken = operations.Count > MaxOperations ? $"{operations.Count} operations exceed {MaxOperations}" : null;
        long bytes = 0;
        foreach (var operation in operations)
        {
            CheckKey(operation.RowKey);
            if (RowOf(operation) is not { } row) continue;
            if (row.Partition != partition)
                throw new ArgumentException($"row {row.Partition}/{row.Row} is not of the partition {partition}", nameof(operations));
            var size = Measure(row, out var rule);
            broken ??= rule;
            bytes += size;
        }
        if (broken is not null || bytes <= SurelyFits) return broken;
        var sent = Math.Max(bytes, TablePayload.Measure(operations));
        return sent > MaxBatchBytes ? $"{sent} bytes as sent exceed the {MaxBatchBytes} of a batch" : null;
    }

    /// <summary>The row that an operation writes; null for a delete.</summary>
    public static TableRow? RowOf(TableOperation operation) => operation switch
    {
        TableOperation.Insert insert => insert.Row,
        TableOperation.Upsert upsert => upsert.Row,
        TableOperation.Replace replace => replace.Row,
        _ => null,
    };

    private static void CheckDistinct(IReadOnlyList<TableOperation> operations)
    {
        var keys = new HashSet<string>(operations.Count, StringComparer.Ordinal);
        foreach (var operation in operations)
        {
            if (!keys.Add(operation.RowKey)) throw new ArgumentException($"the row '{operation.RowKey}' is twice in the batch", nameof(operations));
        }
    }

    /// <summary>4 bytes, the keys and names in UTF-16, 8 bytes a property, and its value.</summary>
    private static long Measure(TableRow row, out string? broken)
    {
        long size = 4 + 2L * (row.Partition.Length + row.Row.Length);
        var count = 0;
        broken = null;
        foreach (var (name, value) in row.Properties)
        {
            if (value is null) continue;
            count++;
            CheckProperty(name);
            size += 8 + 2L * name.Length + SizeOf(name, value);
            broken ??= value switch
            {
                string text when text.Length > MaxTextLength => $"property {name}: {text.Length} characters exceed {MaxTextLength}",
                byte[] bytes when bytes.Length > MaxBinaryLength => $"property {name}: {bytes.Length} bytes exceed {MaxBinaryLength}",
                _ => null,
            };
        }
        if (count > MaxProperties) broken ??= $"{count} properties exceed {MaxProperties}";
        if (size > MaxRowBytes) broken ??= $"{size} bytes exceed the {MaxRowBytes} of a row";
        return size;
    }

    private static long SizeOf(string name, object value) => value switch
    {
        string text => 4 + 2L * text.Length,
        byte[] bytes => 4 + bytes.Length,
        int => 4,
        DateTimeOffset time when time < FirstInstant => throw new ArgumentException($"property {name}: {time:o} is before {FirstInstant:o}", nameof(value)),
        double real when !double.IsFinite(real) => throw new ArgumentException($"property {name}: {real} is no finite number", nameof(value)),
        long or double or DateTimeOffset => 8,
        bool => 1,
        Guid => 16,
        _ => throw new ArgumentException($"property {name} has the unsupported type {value.GetType().Name}", nameof(value)),
    };

    private static void CheckProperty(string name)
    {
        var valid = name.Length is >= 1 and <= 255 && !char.IsAsciiDigit(name[0]) && name is not ("PartitionKey" or "RowKey" or "Timestamp");
        foreach (var c in name) valid &= char.IsLetterOrDigit(c) || c == '_';
        if (!valid) throw new ArgumentException($"'{name}' is no property name", nameof(name));
    }
}

using System.Globalization;

namespace PowerTrader.Core.Ports;

/// <summary>The size of a batch as it is sent: multipart text around JSON, in which a binary is Base64 and most other characters than letters may be escaped.</summary>
/// <remarks>An upper bound of what the clients of Azure Table Storage send. Source: "Performing entity group transactions" and "Payload format for Table
/// service operations" (Microsoft Learn).</remarks>
internal static class TablePayload
{
    /// <summary>Boundaries, headers and the address of one operation, without its keys.</summary>
    private const int OperationBytes = 1024;

    /// <summary>Quotes, colon, comma and the longest type annotation beside a property's two names.</summary>
    private const int PropertyBytes = 40;

    public static long Measure(IReadOnlyList<TableOperation> operations)
    {
        long bytes = 0;
        foreach (var operation in operations)
        {
            // A key stands in the address (percent-encoded) and in the entity.
            bytes += OperationBytes + 3L * TextBytes(operation.RowKey);
            if (TableRules.RowOf(operation) is not { } row) continue;
            bytes += TextBytes(row.Partition);
            foreach (var (name, value) in row.Properties) bytes += value is null ? 0 : PropertyBytes + 2L * TextBytes(name) + ValueBytes(value);
        }
        return bytes;
    }

    private static long ValueBytes(object value) => value switch
    {
        string text => TextBytes(text),
        byte[] bytes => 4L * ((bytes.Length + 2) / 3),
        DateTimeOffset => 28,
        Guid => 36,
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture).Length + 2,
        _ => 8,
    };

    /// <summary>One byte a plain character, six an escaped one (<c>\uXXXX</c>).</summary>
    private static long TextBytes(string text)
    {
        long bytes = text.Length;
        foreach (var c in text)
        {
            if (c is < ' ' or > '~' or '"' or '\\' or '<' or '>' or '&' or '\'' or '+' or '`') bytes += 5;
        }
        return bytes;
    }
}

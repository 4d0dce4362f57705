namespace PowerTrader.Adapters.Metering;

/// <summary>What the cloud form of the work would be billed for, or held to a limit by.</summary>
public enum CloudMeter
{
    /// <summary>Occurrences of a schedule, messages, instances of a workflow.</summary>
    Units,
    TableReads,

    /// <summary>Pages of a range query.</summary>
    TableQueries,

    /// <summary>Batches: one transaction each, whatever they hold.</summary>
    TableWrites,

    /// <summary>Rows read or written, which a partition's limit counts.</summary>
    TableRows,

    /// <summary>Of rows that were not there before, less those that were deleted: what stays.</summary>
    StoredBytes,
    BlobReads,
    BlobWrites,
    BusOperations,
    WorkflowStarts,
    WorkflowQueries,
    Activities,
    Timers,
    VenueCalls,

    /// <summary>Weights of KuCoin's public pool.</summary>
    VenueWeight,

    /// <summary>Requests to a tenant's own account, as if it were at KuCoin.</summary>
    AccountCalls,

    /// <summary>Weights of KuCoin's spot pool, which is each user's own.</summary>
    AccountWeight,
}

/// <summary>An amount per <see cref="CloudMeter"/>. Immutable; amounts may be averages.</summary>
public sealed class CloudUse
{
    private static readonly int Meters = Enum.GetValues<CloudMeter>().Length;

    private readonly double[] amounts;

    private CloudUse(double[] amounts) => this.amounts = amounts;

    public static CloudUse None { get; } = new(new double[Meters]);

    public double this[CloudMeter meter] => amounts[(int)meter];

    /// <summary>Requests to table storage.</summary>
    public double TableTransactions => this[CloudMeter.TableReads] + this[CloudMeter.TableQueries] + this[CloudMeter.TableWrites];

    public static CloudUse Of(CloudMeter meter, double amount)
    {
        var amounts = new double[Meters];
        amounts[(int)meter] = amount;
        return new CloudUse(amounts);
    }

    public CloudUse Plus(CloudUse other) => Combine(other, static (a, b) => a + b);

    public CloudUse Minus(CloudUse other) => Combine(other, static (a, b) => a - b);

    public CloudUse Times(double factor) => new([.. amounts.Select(amount => amount * factor)]);

    /// <summary>The same, without what is below zero.</summary>
    public CloudUse AtLeastNone() => new([.. amounts.Select(amount => Math.Max(0, amount))]);

    private CloudUse Combine(CloudUse other, Func<double, double, double> combine)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new CloudUse([.. amounts.Select((amount, index) => combine(amount, other.amounts[index]))]);
    }
}

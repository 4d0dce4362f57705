namespace PowerTrader.Core.Ports;

/// <summary>What a table store may also tell: whether a partition can have changed, without reading it. A store that cannot is asked for versions.</summary>
/// <remarks>Where <see cref="AgingTableStore"/> answers, others' writes may be seen late by a bounded time: enough for a look whose commit verifies the ETag, for nothing else.</remarks>
public interface ITableChanges
{
    /// <summary>Brings in what other processes have committed: if they did, every count grows.</summary>
    void LookForForeignCommits();

    /// <summary>
    /// Equal counts mean that nobody wrote to the partition between the two calls; other processes' writes count from the next
    /// <see cref="LookForForeignCommits"/> on. Allocates nothing for a partition that was asked about before.
    /// </summary>
    long CountOf(string table, string partition);
}

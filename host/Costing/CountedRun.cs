using PowerTrader.Adapters.Metering;

namespace PowerTrader.Host.Costing;

/// <summary>What a run came to.</summary>
/// <param name="Works">By the name of the schedule, workflow or queue.</param>
/// <param name="Orders">Accepted by the venue.</param>
/// <param name="BusiestPartition">Rows read or written there, at the partition with the most.</param>
internal sealed record CountedRun(RunShape Shape, IReadOnlyDictionary<string, CloudUse> Works, double Orders, (string Name, double Rows) BusiestPartition)
{
    public CloudUse Of(string work) => Works.TryGetValue(work, out var use) ? use : CloudUse.None;

    /// <summary>Per occurrence, message or instance.</summary>
    public CloudUse Each(string work) => Of(work)[CloudMeter.Units] is > 0 and var units ? Of(work).Times(1 / units) : CloudUse.None;
}

using PowerTrader.Core.Orders;

namespace PowerTrader.Chaos.Tests.Checks;

/// <summary>How a schedule ended.</summary>
/// <param name="Faults">What must not be, in words; empty where all is well.</param>
/// <param name="States">Intents by their last state.</param>
/// <param name="SawUnknown">Whether an order was ever Unknown.</param>
/// <param name="Alerts">By kind.</param>
internal sealed record Verdict(
    IReadOnlyList<string> Faults, IReadOnlyDictionary<OrderState, int> States, bool SawUnknown, IReadOnlyDictionary<string, int> Alerts, IReadOnlyDictionary<string, int> Hits,
    IReadOnlyDictionary<string, int> Calls, IReadOnlyList<string> Trace, int Lives)
{
    public int Orders => States.Values.Sum();
}
